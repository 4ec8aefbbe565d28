public import Diagnostics

/// A mapping with settings of its own, each of which has a default: where there is none, it reads exactly like
/// an empty one.
public struct SettingsSection<Value: Sendable>: Sendable {
  /// The settings, in the order of the documentation.
  public let settings: [any DeclaredSetting]
  private let owner: String
  private let conflict: @Sendable (CheckedSettings) -> Diagnostic?
  private let value: @Sendable (CheckedSettings) -> Value

  /// Declares a section.
  ///
  /// - Parameters:
  ///   - owner: what the mapping is, in words, for messages: `'retry'`.
  ///   - conflict: what is wrong with settings together that are right on their own.
  ///   - value: what the settings come to.
  public init(
    _ owner: String, _ settings: [any DeclaredSetting],
    conflict: @escaping @Sendable (CheckedSettings) -> Diagnostic? = { _ in nil },
    value: @escaping @Sendable (CheckedSettings) -> Value
  ) {
    self.settings = settings
    self.owner = owner
    self.conflict = conflict
    self.value = value
  }

  /// The value where nothing is written.
  public var defaults: Value { value(CheckedSettings(defaultsOf: settings)) }

  /// Reads the mapping, which may be missing; nil, with findings, when anything in it is wrong.
  public func read(
    _ node: Node?, in context: ReadingContext, findings: inout Findings
  ) -> Value? {
    guard let node else { return defaults }
    guard
      let checked = CheckedSettings(
        node, of: owner, declared: settings, context: context, findings: &findings)
    else { return nil }
    if let finding = conflict(checked) {
      findings.add(finding)
      return nil
    }
    return value(checked)
  }

  /// The type of a setting that has the mapping as its value.
  public var type: ValueType<Value> {
    let text = settings.map { "\($0.name): \($0.fallbackText ?? "")" }.joined(separator: ", ")
    return ValueType(
      name: "a mapping", example: "{ \(text) }", shape: .settings(settings),
      read: { node, context, findings in read(node, in: context, findings: &findings) },
      // Only the default is ever written.
      write: { _ in "{ \(text) }" })
  }
}

extension CheckedSettings {
  /// The finding where a first wait is longer than the longest one.
  public func conflict(of base: Setting<Duration>, with cap: Setting<Duration>) -> Diagnostic? {
    self[base] <= self[cap]
      ? nil
      : Diagnostic(
        id: .settingsConflict, "'\(base.name)' is longer than '\(cap.name)'",
        at: span(of: base), help: "make '\(cap.name)' the longest wait")
  }
}
