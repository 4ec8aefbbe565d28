import Diagnostics
import Settings
import Testing

/// A place inside a value.
@Suite struct SourceTextTests {
  /// The columns of `part` in the value that is between the bars of `line`.
  private func place(of part: String, as written: String, plain: Bool, in line: String) -> String {
    let scalars = Array(line.unicodeScalars)
    let bars = scalars.indices.filter { scalars[$0] == "¦" }
    let text = String(String.UnicodeScalarView(scalars.filter { $0 != "¦" }))
    let node = Node(
      .scalar(Scalar(written, isPlain: plain)),
      at: span(bars[0] + 1, length: bars[1] - bars[0] - 1))
    let all = Array(written.unicodeScalars)
    let wanted = Array(part.unicodeScalars)
    let offset = all.indices.first { all[$0...].starts(with: wanted) } ?? 0
    let found = SourceText(text).place(from: offset, length: wanted.count, in: node)
    return "\(found.start.column)-\(found.end.column)"
  }

  @Test func quotesAndEscapesShiftTheColumns() {
    #expect(place(of: "b", as: "a b", plain: true, in: "k: ¦a b¦") == "6-7")
    #expect(place(of: "b", as: "a b", plain: false, in: "k: ¦'a b'¦") == "7-8")
    #expect(place(of: "b", as: "it's b", plain: false, in: "k: ¦'it''s b'¦") == "11-12")
    #expect(
      place(of: "b", as: "\"é😀 b", plain: false, in: #"k: ¦"\"\u00e9\U0001F600 b"¦"#) == "24-25")
    #expect(place(of: "b", as: "a b", plain: true, in: "k: ¦&x a b¦") == "9-10")
  }

  @Test func aByteOrderMarkIsNotCounted() {
    let node = value("a b", at: 4)
    #expect(
      SourceText("\u{FEFF}k: a b").place(from: 2, length: 1, in: node) == span(6))
  }

  @Test func whatTheFileDoesNotSayIsPointedToAsAWhole() {
    #expect(place(of: "b", as: "a b", plain: true, in: "k: ¦*x¦") == "4-6")
    #expect(SourceText("").place(from: 0, length: 1, in: value("a", at: 4)) == span(4))
    #expect(SourceText("k: a").place(from: 5, length: 9, in: value("a", at: 4)) == span(4))
  }
}
