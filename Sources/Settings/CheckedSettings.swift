public import Diagnostics

/// The values of one mapping, all read and all right: reading them is total.
public struct CheckedSettings: Sendable {
  /// Where the mapping is.
  public var span: SourceSpan { read.span }
  private let read: ReadSettings

  /// Checks a mapping against what is declared; nil, with every problem reported, when anything
  /// is wrong.
  ///
  /// - Parameter owner: what the mapping is, in words, for messages: `sink 'sqlite'`.
  public init?(
    _ node: Node, of owner: String, declared: [any DeclaredSetting], context: ReadingContext,
    findings: inout Findings
  ) {
    guard
      let read = ReadSettings(
        node, of: owner, declared: declared, context: context, findings: &findings)
    else { return nil }
    self.init(read)
  }

  /// The defaults of settings that all have one, as where their mapping is missing.
  init(defaultsOf declared: [any DeclaredSetting]) {
    read = ReadSettings(defaultsOf: declared)
  }

  /// Takes settings that were read; nil when anything is wrong, which was reported then.
  public init?(_ read: ReadSettings) {
    guard read.isRight else { return nil }
    self.read = read
  }

  /// The value of a declared setting.
  ///
  /// Asking for a setting that was not declared is a mistake in the program.
  public subscript<Value>(setting: Setting<Value>) -> Value {
    guard let value = read[setting] else {
      preconditionFailure("setting '\(setting.name)' was read but never declared")
    }
    return value
  }

  /// Where a setting's value is; nil when the default is in force.
  public func writtenSpan(of setting: any DeclaredSetting) -> SourceSpan? {
    read.keySpans[setting.name]
  }

  /// Where a setting's value is, or the whole mapping when the default is in force.
  public func span(of setting: any DeclaredSetting) -> SourceSpan {
    read.span(of: setting)
  }
}
