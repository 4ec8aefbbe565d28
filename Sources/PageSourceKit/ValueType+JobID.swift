public import ExportModel
public import Settings

extension ValueType where Value == JobID {
  /// The id of an export job: a UUID in either case.
  public static var jobID: ValueType {
    ValueType(
      scalar: "a UUID", example: "8eb648ab-464b-42a0-ba17-eda703657e33",
      shape: .text(pattern: #"^\s*[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\s*$"#),
      parse: { text, _ in JobID(trimmed(text)) }, write: { $0.description })
  }

  /// A text without the spaces, tabs and line ends around it.
  private static func trimmed(_ text: String) -> Substring {
    let inner = text.drop(while: \.isWhitespace)
    let after = inner.lastIndex { !$0.isWhitespace }.map(inner.index(after:))
    return inner[..<(after ?? inner.startIndex)]
  }
}
