import Diagnostics
public import Settings
public import SinkKit

extension Node {
  /// A mapping of quoted values, as a job file would have it under a sink's kind.
  public static func mapping(_ values: KeyValuePairs<String, String>) -> Node {
    let position = SourcePosition(line: 1, column: 1)
    let span = SourceSpan(file: "test.yaml", start: position, end: position)
    let entries = values.map { key, value in
      Entry(key: key, keySpan: span, value: Node(.scalar(Scalar(value, isPlain: false)), at: span))
    }
    return Node(.mapping(entries), at: span)
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
