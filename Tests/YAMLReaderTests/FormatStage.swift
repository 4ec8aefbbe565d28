import Diagnostics
import Foundation
import Settings
import YAMLReader

/// What the tests of formatting have in common.
enum FormatStage {
  /// The form of a small file: two values, a section with two keys, a list of mappings.
  static let shape = ValueShape.mapping([
    key("version", .integer(1...1)), key("name", .text(pattern: nil)),
    key("first", .mapping([key("a", .text(pattern: nil)), key("b", .text(pattern: nil))])),
    key(
      "list", .list(of: .mapping([key("x", .text(pattern: nil)), key("y", .text(pattern: nil))]))),
  ])

  private static func key(_ name: String, _ shape: ValueShape) -> KeyDescription {
    KeyDescription(section: name, "A key.", shape: shape)
  }

  /// A file laid out, and what was found.
  static func format(_ text: String) -> (text: String?, findings: [Diagnostic]) {
    var findings = Findings()
    let formatted = YAMLFormat.formatted(
      Array(text.utf8), file: "f.yaml", shape: shape, findings: &findings)
    return (formatted, findings.sorted)
  }
}
