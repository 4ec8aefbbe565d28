public import Diagnostics

/// The values of one mapping, all read and all right: reading them is total.
public struct CheckedSettings: Sendable {
  /// Where the mapping is.
  public let span: SourceSpan
  private let values: [String: any Sendable]
  private let keySpans: [String: SourceSpan]

  /// Checks a mapping against what is declared; nil, with every problem reported, when anything
  /// is wrong.
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
    // A value that could not be had from outside is missing here, and was reported there.
    guard !found.hasErrors, values.count == declared.count else { return nil }
    self.values = values
    self.keySpans = keySpans
    self.span = node.span
  }

  /// The value of a declared setting.
  ///
  /// Asking for a setting that was not declared is a mistake in the program.
  public subscript<Value>(setting: Setting<Value>) -> Value {
    guard let value = values[setting.name] as? Value else {
      preconditionFailure("setting '\(setting.name)' was read but never declared")
    }
    return value
  }

  /// Where a setting's value is, or the whole mapping when the default is in force.
  public func span(of setting: any DeclaredSetting) -> SourceSpan {
    keySpans[setting.name] ?? span
  }
}
