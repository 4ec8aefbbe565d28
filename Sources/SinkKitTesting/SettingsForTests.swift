import Diagnostics
public import Settings
public import SinkKit

extension Node {
  /// A mapping of quoted values, as a job file would have it under a sink's kind.
  public static func mapping(_ values: KeyValuePairs<String, String>) -> Node {
    Node(entries: values.map { ($0, Node(stringLiteral: $1)) })
  }

  /// The same where some values are lists or mappings: `.mapping(["path": "/x", "columns": ["status"]])`.
  @_disfavoredOverload
  public static func mapping(_ values: KeyValuePairs<String, Node>) -> Node {
    Node(entries: values.map { ($0, $1) })
  }

  /// The same of values that are worked out.
  public static func mapping(_ values: [(key: String, value: Node)]) -> Node {
    Node(entries: values)
  }

  private init(entries: [(key: String, value: Node)]) {
    self.init(
      .mapping(entries.map { Entry(key: $0.key, keySpan: Self.place, value: $0.value) }),
      at: Self.place)
  }

  private static let place = SourceSpan(
    file: "test.yaml", start: SourcePosition(line: 1, column: 1),
    end: SourcePosition(line: 1, column: 1))
}

extension Node: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A quoted value.
  public init(stringLiteral value: String) {
    self.init(.scalar(Scalar(value, isPlain: false)), at: Self.place)
  }

  /// A list.
  public init(arrayLiteral elements: Node...) { self.init(.sequence(elements), at: Self.place) }

  /// A mapping.
  public init(dictionaryLiteral elements: (String, Node)...) {
    self.init(entries: elements.map { (key: $0.0, value: $0.1) })
  }
}

extension SinkModule {
  /// Makes the module from a mapping as a job file in `folder` would.
  ///
  /// - Throws: a `RefusedFile` with every finding when a setting is wrong; a `Diagnostic` when they
  ///   are wrong together.
  public static func make(from node: Node, in folder: String) throws -> Self {
    var findings = Findings()
    let settings = CheckedSettings(
      node, of: "sink '\(descriptor.kind)'", declared: descriptor.settings,
      context: ReadingContext(folder: folder), findings: &findings)
    if let refusal = RefusedFile(findings) { throw refusal }
    guard let settings else { preconditionFailure("settings were refused without a finding") }
    return try Self(settings: settings)
  }
}
