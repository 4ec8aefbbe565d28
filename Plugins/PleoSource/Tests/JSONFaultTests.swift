import Testing

@testable import PleoSource

/// Where a text stops being JSON.
struct JSONFaultTests {
  @Test(arguments: [
    "{}", "[]", "0", "-1.5e+3", "\"\"", #""\u00e9\n""#, "true", " [1, {\"a\": null}] ", "[[],[]]",
  ])
  func whatIsJSONHasNoFault(text: String) { #expect(JSONFault.first(in: Array(text.utf8)) == nil) }

  @Test(arguments: ["", "{", "[1,", "\"a", "{\"a\":", "tru", "-", "[1", "1."])
  func aTextThatEndsTooEarlyHasEnded(text: String) {
    #expect(JSONFault.first(in: Array(text.utf8))?.problem == .ended, "\(text)")
  }

  @Test(arguments: [
    ("[1,]", 4, "$[1]"), ("{\"a\" 1}", 6, "$.a"), ("{} {}", 4, "$"), ("[01]", 3, "$"),
    (#"{"a": [true, x]}"#, 14, "$.a[1]"), ("\"a\u{1}\"", 3, "$"),
  ])
  func theFirstByteThatDoesNotFitIsNamedWithItsPath(text: String, position: Int, path: String) {
    let fault = JSONFault.first(in: Array(text.utf8))
    #expect(fault?.problem == .unexpected)
    #expect(fault?.position == position)
    #expect(fault?.path == path)
  }

  @Test func fiveHundredAndTwelveLevelsAreReadAndNoMore() {
    let levels = { (count: Int) in
      Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
    }
    #expect(JSONFault.first(in: levels(512)) == nil)
    #expect(JSONFault.first(in: levels(513))?.problem == .tooDeep)
  }
}
