import Diagnostics
public import ItemFields
public import Settings

/// A column of what a sink writes: its name, and what it has of each item.
public struct ItemColumn: Hashable, Sendable {
  /// The column's name.
  public let name: String
  /// What it has.
  public let field: ItemField

  /// Creates a column.
  public init(_ name: String, _ field: ItemField) {
    self.name = name
    self.field = field
  }

  /// Creates a column that has the field's name.
  public init(_ field: ItemField) { self.init(field.name, field) }
}

extension ValueType where Value == [ItemColumn] {
  /// Columns in their order: a list of fields, or a mapping with a field under each column's name.
  ///
  /// - Parameters:
  ///   - fields: the fields that a column may have.
  ///   - name: what the name of a column is, with an article; an example of one; and a regular expression that it matches as a
  ///     whole.
  public static func columns(
    of fields: [ItemField], named name: (name: String, example: String, pattern: String)
  ) -> ValueType {
    let words = fields.map(\.name)
    let field = ValueType<ItemField>.oneOf(fields)
    let list = ValueType<[ItemField]>.list(of: field)
    let mapping = "{ \(name.example): \(field.example) }"
    return ValueType(
      name: "a list of fields, or a mapping with a field under each column's name",
      example: mapping,
      shape: .either([.set(of: .choice(words)), .named(pattern: name.pattern, .choice(words))]),
      read: { node, context, findings in
        guard case .mapping(let entries) = node.content else {
          return list.read(node, context, &findings)?.map { ItemColumn($0) }
        }
        guard !entries.isEmpty else {
          findings.add(
            Diagnostic(
              id: .settingsType, "expected columns, found an empty mapping", at: node.span,
              help: "write it as \(mapping)"))
          return nil
        }
        return entries.readEach(of: node, by: name, findings: &findings) {
          field.read($0, context, &$1)
        }?.map { ItemColumn($0.key, $0.value) }
      },
      write: { columns in
        columns.allSatisfy { $0.name == $0.field.name }
          ? list.write(columns.map(\.field))
          : "{ " + columns.map { "\($0.name): \($0.field.name)" }.joined(separator: ", ") + " }"
      })
  }
}

extension ValueType where Value == ItemField {
  /// One of some fields of an item, by its name.
  static func oneOf(_ fields: [ItemField]) -> ValueType {
    let words = fields.map(\.name)
    let name = "a field of an item"
    let example = words.first { $0.hasSuffix(".value") } ?? words[0]
    return ValueType(
      name: name, example: example, shape: .choice(words),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let field = ItemField(scalar.text), fields.contains(field) { return field }
        findings.add(
          scalar.refusal(
            as: name, id: .settingsChoice, at: node.span,
            help: Suggestion.nearest(to: scalar.written, among: words).map {
              "did you mean '\($0)'?"
            }
              ?? "'sluice fields' lists them, such as \(example)"))
        return nil
      }, write: { $0.name })
  }
}
