public import Diagnostics

/// The values of one mapping as far as they are right: what settings are compared by, so that everything that
/// is wrong is found in one pass.
public struct ReadSettings: Sendable {
  /// Where the mapping is.
  public let span: SourceSpan
  /// The values that are right.
  let values: [String: any Sendable]
  let keySpans: [String: SourceSpan]
  /// Whether every value is right, and there is no other key.
  let isRight: Bool

  /// Reads a mapping as it is declared, with every problem reported; nil where it is no mapping.
  ///
  /// - Parameter owner: what the mapping is, in words, for messages: `sink 'sqlite'`.
  public init?(
    _ node: Node, of owner: String, declared: [any DeclaredSetting], context: ReadingContext,
    findings: inout Findings
  ) {
    // Apart at first: an unknown key beside values that are all right is a problem too.
    var found = Findings()
    defer { findings.add(contentsOf: found.sorted) }
    guard let fields = Fields(node, of: owner, known: declared.map(\.name), findings: &found)
    else { return nil }
    var values: [String: any Sendable] = [:]
    var keySpans: [String: SourceSpan] = [:]
    for setting in declared {
      values[setting.name] = setting.value(in: fields, context: context, findings: &found)
      keySpans[setting.name] = fields[setting.name]?.span
    }
    self.values = values
    self.keySpans = keySpans
    // A value from outside that is unavailable is missing here, and was reported there.
    isRight = !found.hasErrors && values.count == declared.count
    span = node.span
  }

  /// The defaults of settings that all have one.
  init(defaultsOf declared: [any DeclaredSetting]) {
    values = declared.reduce(into: [:]) { $0[$1.name] = $1.fallbackValue }
    precondition(values.count == declared.count, "every setting of a section has a default")
    keySpans = [:]
    isRight = true
    let nowhere = SourcePosition(line: 1, column: 1)
    span = SourceSpan(file: "", start: nowhere, end: nowhere)
  }

  /// The value of a declared setting; nil where it is wrong.
  public subscript<Value>(setting: Setting<Value>) -> Value? {
    // Without a look at it first, a value that is wrong would be one that is optional and absent.
    values[setting.name].flatMap { $0 as? Value }
  }

  /// Where a setting's value is, or the whole mapping when the default is in force.
  public func span(of setting: any DeclaredSetting) -> SourceSpan {
    keySpans[setting.name] ?? span
  }
}
