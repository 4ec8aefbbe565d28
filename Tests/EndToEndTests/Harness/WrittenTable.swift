import Foundation
import Testing

/// A table in an article that a test writes when `make faults` runs it, and compares otherwise.
struct WrittenTable {
  /// Whether tables are to be written and not compared.
  static let isToBeWritten = ProcessInfo.processInfo.environment["SLUICE_WRITE_FAULTS"] == "1"

  private static let marks = ("<!-- table -->\n", "\n<!-- end -->")
  private let file: URL
  private let head: [String]

  /// The table between the marks of an article of the host.
  init(in article: String, head: String) {
    file =
      URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/SluiceHost/SluiceHost.docc/\(article).md").standardized
    self.head = [head, "|" + String(repeating: "---|", count: head.split(separator: "|").count)]
  }

  /// Its rows as they are in the article.
  func rows() throws -> [String] {
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = try text[place(in: text)].split(separator: "\n").map(String.init)
    #expect(Array(lines.prefix(2)) == head, "the table has other columns")
    return Array(lines.dropFirst(2))
  }

  /// Puts other rows in their place.
  func write(_ rows: [String]) throws {
    var text = try String(contentsOf: file, encoding: .utf8)
    text.replaceSubrange(try place(in: text), with: (head + rows).joined(separator: "\n"))
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  /// A row of cells.
  static func row(_ cells: String...) -> String {
    "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
  }

  private func place(in text: String) throws -> Range<String.Index> {
    let start = try #require(text.range(of: Self.marks.0)?.upperBound)
    return start..<(try #require(text.range(of: Self.marks.1)?.lowerBound))
  }
}
