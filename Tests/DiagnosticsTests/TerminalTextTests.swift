import Diagnostics
import Foundation
import Testing

/// What text from elsewhere can do to a terminal: nothing.
struct TerminalTextTests {
  private static let hostile = "a\u{1B}[31m\u{7}\u{9B}1m\u{202E}\u{2028}\u{FEFF}\r\u{E0001}z"

  @Test func aLineHasNothingThatMovesTheCursor() {
    #expect(TerminalText.visible("a\tb\nc") == "a b\u{FFFD}c")
    let shown = "a\u{FFFD}[31m\u{FFFD}\u{FFFD}1m" + String(repeating: "\u{FFFD}", count: 5) + "z"
    #expect(TerminalText.visible(Self.hostile) == shown)
    #expect(TerminalText.visibleLines(Self.hostile) == shown)
  }

  @Test func linesAndTabsStay() {
    #expect(TerminalText.visibleLines("a\tb\n\u{1B}c\n") == "a\tb\n\u{FFFD}c\n")
    #expect(TerminalText.visibleLines("Zürich 東京 🙂\n") == "Zürich 東京 🙂\n")
  }

  @Test func aJSONTextSaysTheSameAndHasNoneOfThem() throws {
    let encoder = JSONEncoder()
    let text = String(decoding: try encoder.encode([Self.hostile, "b\nc"]), as: UTF8.self)
    let shown = TerminalText.visibleJSON(text + "\n")
    #expect(shown.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
    #expect(
      try JSONDecoder().decode([String].self, from: Data(shown.utf8)) == [Self.hostile, "b\nc"])
  }
}
