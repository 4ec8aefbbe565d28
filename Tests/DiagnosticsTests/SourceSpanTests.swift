import Diagnostics
import Testing

/// Places in files.
@Suite struct SourceSpanTests {
  @Test func positionsAreOrderedByLineThenColumn() {
    let positions = [(1, 1), (1, 2), (2, 1), (10, 1)].map(SourcePosition.init)
    #expect(positions.shuffled().sorted() == positions)
  }

  @Test func aSpanDoesNotEndBeforeItBegins() {
    let start = SourcePosition(line: 2, column: 5)
    let end = SourcePosition(line: 2, column: 1)
    #expect(SourceSpan(file: "f.yaml", start: start, end: end).end == start)
  }

  @Test func aPartOfASpanIsOnItsFirstLineAndAtLeastOneWide() {
    #expect(span(3, 5, length: 20).part(from: 4, length: 2) == span(3, 9, length: 2))
    #expect(span(3, 5, length: 20).part(from: 0, length: 0) == span(3, 5, length: 1))
  }
}
