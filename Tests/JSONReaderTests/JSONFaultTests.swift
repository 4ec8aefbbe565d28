import Testing

@testable import JSONReader

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
    (#""a\q""#, 4, "$"), (#""\u12g4""#, 6, "$"), (#""\udc00""#, 2, "$"), (#""\ud800x""#, 8, "$"),
    (#""\ud800\u0041""#, 2, "$"), ("[-]", 3, "$[0]"), ("[2.]", 4, "$[0]"), ("[1e]", 4, "$[0]"),
    ("[1,]", 4, "$[1]"), ("{\"a\" 1}", 6, "$.a"), ("{} {}", 4, "$"), ("[01]", 3, "$"),
    (#"{"a": [true, x]}"#, 14, "$.a[1]"), ("\"a\u{1}\"", 3, "$"),
  ])
  func theFirstByteThatDoesNotFitIsNamedWithItsPath(text: String, position: Int, path: String) {
    let fault = JSONFault.first(in: Array(text.utf8))
    #expect(fault?.problem == .unexpected)
    #expect(fault?.position == position)
    #expect(fault?.path == path)
  }

  @Test(arguments: [
    [0xC3, 0x28], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0x80], [0xFF],
  ])
  func whatIsNotUTF8IsNamed(bytes: [UInt8]) {
    let quote = [UInt8(ascii: "\"")]
    let fault = JSONFault.first(in: quote + bytes + quote)
    #expect(fault?.problem == .unexpected)
    #expect((2...3).contains(fault?.position ?? 0))
  }

  @Test(arguments: ["1e400", "-1.0E309"])
  func aNumberThatNothingHoldsIsTooLarge(number: String) {
    let fault = JSONFault.first(in: Array("[\(number)]".utf8))
    #expect(fault?.problem == .tooLarge)
    #expect(fault?.position == 2)
  }

  @Test func fiveHundredAndTwelveLevelsAreReadAndNoMore() {
    let levels = { (count: Int) in
      Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
    }
    #expect(JSONFault.first(in: levels(512)) == nil)
    #expect(JSONFault.first(in: levels(513))?.problem == .tooDeep)
  }
}
