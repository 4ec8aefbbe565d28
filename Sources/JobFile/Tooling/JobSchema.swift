import Diagnostics
import Settings
import YAMLReader

/// The language as JSON Schema (draft 2020-12, json-schema.org/draft/2020-12), for editors.
///
/// An editor reads YAML with types, and the language reads text: a value may be a number or a boolean
/// wherever its text would be right, and a text with a reference wherever a single value is.
public struct JobSchema {
  private let language: JobLanguage

  /// The schema of a language.
  public init(_ language: JobLanguage) { self.language = language }

  /// The schema's text, a line end after it.
  public var text: String {
    guard case .object(let root) = schema(of: language.shape, isRoot: true) else { return "" }
    let head: [(key: String, value: OrderedJSON)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .string("urn:sluice:job:1")), ("title", .string("A job file of sluice")),
      (
        "description",
        .string(
          "Retrieves the items of an export job and hands each to the sinks of its routes. "
            + "Keys that begin with x- are the user's own.")
      ),
    ]
    let reference: OrderedJSON = .object([
      ("type", .string("string")), ("pattern", .string(Self.reference)),
      (
        "description",
        .string(
          "A value from outside: ${env:NAME}, ${env:NAME:-default}, ${file:path}, ${param:name}.")
      ),
    ])
    return OrderedJSON.object(head + root + [("$defs", .object([("reference", reference)]))]).text()
      + "\n"
  }

  private static let reference = "\\$\\{"
  /// References with nothing of the file's own between them or to fall back to.
  private static let onlyReferences =
    "^(\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*(:-)?|file:[^}]+|param:[^}]+)\\})+$"
  private static let orReference = OrderedJSON.object([
    ("$ref", .string("#/$defs/reference"))
  ])

  private func schema(of shape: ValueShape, isRoot: Bool = false) -> OrderedJSON {
    switch shape {
    case .text(let pattern?): return text(pattern)
    case .text(nil): return single(["string", "number", "boolean", "null"])
    case .secret: return single(["string", "number", "boolean"])
    case .condition:
      return .object([
        ("type", .array([.string("string"), .string("boolean")])), ("minLength", .integer(1)),
        ("not", .object([("type", .string("string")), ("pattern", .string(Self.reference))])),
      ])
    case .integer(let range): return integer(range)
    case .choice(let words):
      return either([.object([("enum", .array(words.flatMap(Self.readings)))]), Self.orReference])
    case .either(let shapes): return either(shapes.map { schema(of: $0) })
    case .optional(let shape): return schema(of: shape)
    case .list(let element, let count): return list(element, count)
    case .set(let element): return list(element, 1, [("uniqueItems", .boolean(true))])
    case .mapping(let keys): return mapping(keys, isRoot: isRoot)
    case .kind(let keys):
      return .object(
        object(keys) + [("minProperties", .integer(1)), ("maxProperties", .integer(1))])
    case .named(let pattern, let shape):
      return .object([
        ("type", .string("object")),
        ("propertyNames", .object([("pattern", .string(pattern))])),
        ("additionalProperties", schema(of: shape)),
      ])
    case .anything: return .object([("type", .array([.string("object"), .string("null")]))])
    }
  }

  private func list(
    _ element: ValueShape, _ count: Int, _ more: [(key: String, value: OrderedJSON)] = []
  ) -> OrderedJSON {
    .object(
      [
        ("type", .string("array")), ("minItems", .integer(count)), ("items", schema(of: element)),
      ] + more)
  }

  private func single(_ types: [String]) -> OrderedJSON {
    .object([("type", .array(types.map { .string($0) })), ("minLength", .integer(1))])
  }

  /// A text of one form, or with a reference; of what YAML gives another type, whatever is written
  /// in that form.
  private func text(_ pattern: String) -> OrderedJSON {
    let form = try? Regex(pattern)
    let others = [("number", "1"), ("boolean", "true"), ("null", "null")].filter { _, word in
      form.map { word.contains($0) } ?? false
    }
    return .object([
      ("type", .array((["string"] + others.map(\.0)).map { .string($0) })),
      ("pattern", .string("\(pattern)|\(Self.reference)")),
    ])
  }

  private func integer(_ range: ClosedRange<Int>) -> OrderedJSON {
    either([
      .object([
        ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ]),
      .object([
        ("type", .string("string")), ("pattern", .string("^[0-9]+$|\(Self.reference)")),
      ]),
    ])
  }

  private func either(_ schemas: [OrderedJSON]) -> OrderedJSON {
    .object([("anyOf", .array(schemas))])
  }

  /// A word as text, and as what YAML takes it for.
  private static func readings(of word: String) -> [OrderedJSON] {
    switch word {
    case "true", "false": [.string(word), .boolean(word == "true")]
    default: [.string(word)]
    }
  }

  private func mapping(_ keys: [KeyDescription], isRoot: Bool) -> OrderedJSON {
    var entries = object(keys)
    if isRoot { entries.append(("patternProperties", .object([("^x-", .boolean(true))]))) }
    let needs = keys.compactMap { key in key.need.map { need(key, $0, among: keys) } }
    if !needs.isEmpty { entries.append(("allOf", .array(needs))) }
    return .object(entries)
  }

  private func object(_ keys: [KeyDescription]) -> [(key: String, value: OrderedJSON)] {
    let required = keys.filter(\.isRequired).map { OrderedJSON.string($0.name) }
    return [
      ("type", .string("object")),
      ("properties", .object(keys.map { ($0.name, property($0)) })),
    ] + (required.isEmpty ? [] : [("required", .array(required))])
      + [("additionalProperties", .boolean(false))]
  }

  private func property(_ key: KeyDescription) -> OrderedJSON {
    guard case .object(var entries) = schema(of: key.shape) else { return .object([]) }
    entries.insert(("description", .string(key.summary)), at: 0)
    if let fallback = key.fallback, let value = value(fallback, of: key.shape) {
      entries.append(("default", value))
    } else if let example = key.example, let value = value(example, of: key.shape) {
      entries.append(("examples", .array([value])))
    }
    return .object(entries)
  }

  /// The key, or one that does as well, is required where another key has certain values. What is secret in it must come
  /// from outside the file then.
  private func need(
    _ key: KeyDescription, _ need: KeyDescription.Need, among keys: [KeyDescription]
  ) -> OrderedJSON {
    let names = [key.name] + [need.alternative].compactMap(\.self)
    let required = names.map { OrderedJSON.object([("required", .array([.string($0)]))]) }
    let outside = keys.filter { names.contains($0.name) }.compactMap { key in
      onlyFromOutside(key.shape).map { (key: key.name, value: $0) }
    }
    let then: [(key: String, value: OrderedJSON)] = [
      ("oneOf", .array(required)), ("properties", .object(outside)),
    ]
    let condition: [(key: String, value: OrderedJSON)] = [
      (
        "properties",
        .object([
          (need.key, .object([("enum", .array(need.values.map { .string($0) }))]))
        ])
      ),
      ("required", .array([.string(need.key)])),
    ]
    return .object([("if", .object(condition)), ("then", .object(then))])
  }

  /// That all secrets in a form are references; nil where it has none.
  private func onlyFromOutside(_ shape: ValueShape) -> OrderedJSON? {
    switch shape {
    case .secret: return .object([("pattern", .string(Self.onlyReferences))])
    case .optional(let shape): return onlyFromOutside(shape)
    case .mapping(let keys), .kind(let keys):
      let secrets = keys.compactMap { key in
        onlyFromOutside(key.shape).map { (key: key.name, value: $0) }
      }
      return secrets.isEmpty ? nil : .object([("properties", .object(secrets))])
    default: return nil
    }
  }

  /// A value as one would write it in YAML.
  private func value(_ text: String, of shape: ValueShape) -> OrderedJSON? {
    var findings = Findings()
    let root = YAMLDocument.read(Array(text.utf8), file: "", findings: &findings)
    return root.map { OrderedJSON($0, of: shape) }
  }
}

extension OrderedJSON {
  /// A value of a file, a number where the language has one.
  fileprivate init(_ node: Node, of shape: ValueShape?) {
    switch node.content {
    case .scalar(let scalar):
      switch shape {
      case .optional(let shape): self.init(node, of: shape)
      case .integer: self = Int(scalar.text).map { .integer($0) } ?? .string(scalar.text)
      default: self = .string(scalar.text)
      }
    case .sequence(let items): self = .array(items.map { OrderedJSON($0, of: shape?.element) })
    case .mapping(let entries):
      self = .object(
        entries.map { ($0.key, OrderedJSON($0.value, of: shape?.value(under: $0.key))) })
    }
  }
}
