import Testing

@testable import SluiceHost

/// Lines at the bottom of a terminal, and what is written above them.
struct StatusLinesTests {
  @Test func theNextLinesTakeThePlaceOfThoseBefore() {
    var status = StatusLines()
    #expect(status.replace(by: ["a", "b"], width: 80) == "a\nb")
    #expect(status.replace(by: ["c"], width: 80) == "\r\u{1B}[1A\u{1B}[Jc")
    #expect(status.replace(by: [], width: 80) == "\r\u{1B}[J")
    #expect(status.isEmpty)
  }

  @Test func aTextIsWrittenAboveThem() {
    var status = StatusLines()
    #expect(status.writing("log\n", width: 80) == "log\n")
    _ = status.replace(by: ["a", "b"], width: 80)
    #expect(status.writing("log\n", width: 80) == "\r\u{1B}[1A\u{1B}[Jlog\na\nb")
  }

  @Test func onceClosedNoneAreDrawn() {
    var status = StatusLines()
    _ = status.replace(by: ["a"], width: 80)
    #expect(status.close(width: 80) == "\r\u{1B}[J")
    #expect(status.replace(by: ["b"], width: 80) == "")
  }

  /// A terminal that became narrower has wrapped the lines: rows of them stayed on the screen.
  @Test func linesThatWereWrappedAreTakenAwayWhole() {
    var status = StatusLines()
    _ = status.replace(by: [String(repeating: "x", count: 70), "b"], width: 80)
    #expect(status.replace(by: [], width: 30) == "\r\u{1B}[3A\u{1B}[J")
  }
}
