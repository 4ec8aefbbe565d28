import Diagnostics
import TestSupport
import Testing

/// Files broken at random, the same way every time: reading them ends in a tree or in findings
/// that point into the file.
@Suite struct MutationTests {
  private static let seed = """
    # a job
    version: 1
    base: &base { retry: 5, "q": 'x', list: [a, b] }
    routes:
      - name: intake
        <<: *base
        when: |
          status == "pending"
      - { sink: { stdout: {} }, note: "\\u00e9\\n" }
    é: plain
      text
    """

  @Test(arguments: 0..<8)
  func everyBrokenFileIsReadOrRefusedWithAPlace(round: Int) {
    var numbers = SeededRandom(seed: round)
    for _ in 0..<400 {
      let text = Self.broken(&numbers)
      let reading = Reading(text)
      #expect((reading.root == nil) == !reading.findings.isEmpty, "\(text.debugDescription)")
      for finding in reading.findings {
        #expect(isInside(finding, text), "\(finding) in \(text.debugDescription)")
      }
    }
  }

  private static func broken(_ numbers: inout SeededRandom) -> String {
    let pieces: [Character] = Array("\n\t :-?[]{},&*!|>'\"%@`#<~\\x0\r\u{0}é")
    var characters = Array(seed)
    for _ in 0...Int.random(in: 0..<5, using: &numbers) {
      let index = Int.random(in: 0..<characters.count, using: &numbers)
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &numbers)]
      switch Int.random(in: 0..<4, using: &numbers) {
      case 0: characters.remove(at: index)
      case 1: characters[index] = piece
      case 2: characters.insert(piece, at: index)
      default: characters.insert(contentsOf: characters[..<index].suffix(12), at: index)
      }
    }
    return String(characters)
  }
}

/// Whether a finding and its notes point to a place of the text, or just after a line's end.
func isInside(_ finding: Diagnostic, _ text: String) -> Bool {
  let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  return ([finding.span] + finding.notes.map(\.span)).allSatisfy { span in
    guard let start = span?.start, start.line <= lines.count else { return false }
    return start.column <= lines[start.line - 1].count + 1
  }
}
