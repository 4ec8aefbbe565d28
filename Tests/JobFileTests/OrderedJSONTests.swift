import Foundation
import Testing

@testable import JobFile

/// JSON for people to read, with the keys in their order.
struct OrderedJSONTests {
  @Test func anObjectKeepsItsOrderAndIsLaidOut() {
    let value = OrderedJSON.object([
      ("z", .integer(-1)), ("a", .array([.string("x"), .boolean(true)])), ("empty", .object([])),
      ("deep", .array([.object([("k", .string("v"))])])), ("none", .array([])),
    ])
    #expect(
      value.text() == """
        {
          "z": -1,
          "a": ["x", true],
          "empty": {},
          "deep": [
            {
              "k": "v"
            }
          ],
          "none": []
        }
        """)
  }

  @Test(arguments: [
    "plain", "a\"b\\c", "line\nend\tand \u{0}\u{7F}\u{85}", "\u{2028}\u{FEFF}", "naïve \u{1F600}",
    "",
  ])
  func aTextIsReadAsItWas(text: String) throws {
    let quoted = OrderedJSON.quoted(text)
    let read = try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8))
    #expect(read == [text])
    #expect(quoted.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x2028 })
  }
}
