public import Diagnostics

/// A setting, declared once: its name, type, default and meaning. Reading, findings and
/// documentation all come from this line.
///
/// ```swift
/// static let table = Setting(
///   "table", ValueType<String>.identifier, default: "items", "The table that the items go to.")
/// …
/// let table = settings[Self.table]   // of CheckedSettings: a String, always there
/// ```
public struct Setting<Value: Sendable>: Sendable {
  /// The key in the file: a snake_case noun.
  public let name: String
  /// What the setting decides, in one sentence for the user.
  public let summary: String
  /// How its value is read.
  public let type: ValueType<Value>
  /// The value when the file has none; nil for a setting that must be given.
  public let fallback: Value?

  /// Declares a setting that must be given.
  public init(_ name: String, _ type: ValueType<Value>, _ summary: String) {
    self.init(name: name, type: type, fallback: nil, summary: summary)
  }

  /// Declares a setting with a default.
  public init(_ name: String, _ type: ValueType<Value>, default value: Value, _ summary: String) {
    self.init(name: name, type: type, fallback: value, summary: summary)
  }

  private init(name: String, type: ValueType<Value>, fallback: Value?, summary: String) {
    self.name = name
    self.type = type
    self.fallback = fallback
    self.summary = summary
  }

  /// The setting's value in `fields`; nil, with a finding, when it is wrong or missing.
  public func read(
    _ fields: Fields, in context: ReadingContext, findings: inout Findings
  ) -> Value? {
    if let node = fields[name] { return type.read(node, context, &findings) }
    if let fallback { return fallback }
    _ = fields.required(name, findings: &findings)
    return nil
  }
}

/// A setting without its value's type: what documentation and checking need of it.
public protocol DeclaredSetting: Sendable {
  /// The key in the file.
  var name: String { get }
  /// What the setting decides, in one sentence.
  var summary: String { get }
  /// The type in words.
  var typeName: String { get }
  /// A value as one would write it.
  var example: String { get }
  /// The form of the values, for programs.
  var shape: ValueShape { get }
  /// The default as one would write it; nil for a setting that must be given.
  var fallbackText: String? { get }
  /// The default; nil for a setting that must be given.
  var fallbackValue: (any Sendable)? { get }
  /// The setting's value in `fields`; nil, with a finding, when it is wrong or missing.
  func value(
    in fields: Fields, context: ReadingContext, findings: inout Findings
  ) -> (any Sendable)?
}

extension Setting: DeclaredSetting {
  /// The type in words.
  public var typeName: String { type.name }
  /// A value as one would write it.
  public var example: String { type.example }
  /// The form of the values, for programs.
  public var shape: ValueShape { type.shape }
  /// The default as one would write it; nil for a setting that must be given.
  public var fallbackText: String? { fallback.map(type.write) }
  /// The default; nil for a setting that must be given.
  public var fallbackValue: (any Sendable)? { fallback.map { $0 as any Sendable } }

  /// The setting's value in `fields`; nil, with a finding, when it is wrong or missing.
  public func value(
    in fields: Fields, context: ReadingContext, findings: inout Findings
  ) -> (any Sendable)? {
    read(fields, in: context, findings: &findings)
  }
}
