/// The form of a setting's values, for programs: what an editor's completion, the reference and the
/// formatter of files need to know of them.
public indirect enum ValueShape: Sendable {
  /// A single value that is not empty and matches a regular expression, where there is one.
  ///
  /// The expression is of ECMA-262, as JSON Schema has them, and begins with `^` and ends with `$`.
  case text(pattern: String?)
  /// A single value that must never be shown.
  case secret
  /// A question about an item; it takes no value from outside the file.
  case condition
  /// A whole number within a range.
  case integer(ClosedRange<Int>)
  /// One of a few words.
  case choice([String])
  /// What one of several forms takes.
  case either([ValueShape])
  /// A value that may be left out; no text in the file means "left out".
  case optional(ValueShape)
  /// A list with at least so many elements.
  case list(of: ValueShape, atLeast: Int = 1)
  /// A list that is not empty, with each element once.
  case set(of: ValueShape)
  /// A mapping with keys of the language.
  case mapping([KeyDescription])
  /// A mapping with exactly one of several keys: the kind of a plugin.
  case kind([KeyDescription])
  /// A mapping whose keys are the user's own and match a regular expression, as in
  /// ``text(pattern:)``, with values of one form.
  case named(pattern: String, ValueShape)
  /// A mapping with anything in it, or null.
  case anything

  /// A mapping with declared settings.
  public static func settings(_ declared: [any DeclaredSetting]) -> ValueShape {
    .mapping(declared.map { KeyDescription($0) })
  }

  /// The keys that a mapping of this form may have, in the order of the language; empty where they
  /// are the user's own.
  public var keys: [KeyDescription] {
    switch self {
    case .mapping(let keys), .kind(let keys): keys
    case .optional(let shape): shape.keys
    case .either(let shapes): shapes.flatMap(\.keys)
    default: []
    }
  }

  /// The form of the value under a key; nil where it is unknown.
  public func value(under key: String) -> ValueShape? {
    switch self {
    case .named(_, let shape): shape
    case .optional(let shape): shape.value(under: key)
    case .either(let shapes): shapes.lazy.compactMap { $0.value(under: key) }.first
    default: keys.first { $0.name == key }?.shape
    }
  }

  /// The form of what a list of this form holds; nil where this is none.
  public var element: ValueShape? {
    switch self {
    case .list(let shape, _), .set(let shape): shape
    case .optional(let shape): shape.element
    case .either(let shapes): shapes.lazy.compactMap(\.element).first
    default: nil
    }
  }
}

/// What documentation, a schema and a formatter need to know of one key of a file.
public struct KeyDescription: Sendable {
  /// A key that is needed as soon as another has one of some values.
  public struct Need: Sendable {
    /// The other key.
    public let key: String
    /// The values of it.
    public let values: [String]
    /// A key that does as well; nil where there is none.
    public let alternative: String?

    /// Creates a need.
    public init(_ key: String, isOneOf values: [String], unless alternative: String? = nil) {
      self.key = key
      self.values = values
      self.alternative = alternative
    }
  }

  /// The key.
  public let name: String
  /// What it decides, in one sentence for the user.
  public let summary: String
  /// The type of its value in words.
  public let typeName: String
  /// A value as one would write it; nil for a section.
  public let example: String?
  /// The default as one would write it; nil where there is none.
  public let fallback: String?
  /// Whether the key must be there, whatever else is.
  public let isRequired: Bool
  /// When the key must be there although ``isRequired`` does not say so.
  public let need: Need?
  /// The form of its value.
  public let shape: ValueShape

  /// Describes a declared setting.
  public init(_ setting: any DeclaredSetting, need: Need? = nil) {
    name = setting.name
    summary = setting.summary
    typeName = setting.typeName
    example = setting.example
    fallback = setting.shape.isOptional ? nil : setting.fallbackText
    isRequired = setting.fallbackText == nil
    self.need = need
    shape = setting.shape
  }

  /// Describes a section: a key that is read by code of its own.
  public init(
    section name: String, _ summary: String, _ typeName: String = "a mapping",
    isRequired: Bool = false, shape: ValueShape
  ) {
    self.name = name
    self.summary = summary
    self.typeName = typeName
    self.isRequired = isRequired
    self.shape = shape
    example = nil
    fallback = nil
    need = nil
  }
}

extension ValueShape {
  /// Whether a value may be left out, and a default is the absence of one.
  public var isOptional: Bool {
    if case .optional = self { true } else { false }
  }
}
