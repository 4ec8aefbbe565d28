import Diagnostics
import Settings
import YAMLReader

/// What reading one text gives, in forms that tests compare.
struct Reading {
  let root: Node?
  let findings: [Diagnostic]

  init(_ text: String, limits: YAMLLimits = .standard) {
    self.init(bytes: Array(text.utf8), limits: limits)
  }

  init(bytes: [UInt8], limits: YAMLLimits = .standard) {
    var findings = Findings()
    root = YAMLDocument.read(bytes, file: "f.yaml", limits: limits, findings: &findings)
    self.findings = findings.sorted
  }

  /// The tree without places: `{a: [x, "quoted"]}`; `refused` when there is none.
  var tree: String { root.map(Self.tree) ?? "refused" }

  /// Each finding on one line, the place first and the help last.
  var messages: [String] {
    findings.map { finding in
      let place = finding.span.map { "\($0.start.line):\($0.start.column)" } ?? "nowhere"
      return "\(place): \(finding.message) [\(finding.id)] \(finding.help ?? "no help")"
    }
  }

  private static func tree(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.isPlain ? scalar.text : scalar.text.debugDescription
    case .sequence(let items): "[\(items.map(tree).joined(separator: ", "))]"
    case .mapping(let entries):
      "{\(entries.map { "\($0.key): \(tree($0.value))" }.joined(separator: ", "))}"
    }
  }
}

extension Node {
  /// The value under a key, or at an index written as a number.
  subscript(key: String) -> Node? {
    switch content {
    case .scalar: nil
    case .sequence(let items): Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
    case .mapping(let entries): entries.first { $0.key == key }?.value
    }
  }

  /// Where a key is.
  func place(ofKey key: String) -> String? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.keySpan.places
  }
}

extension SourceSpan {
  /// `line:column-line:column`, the end just after the last character.
  var places: String { "\(start.line):\(start.column)-\(end.line):\(end.column)" }
}
