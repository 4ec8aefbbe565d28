import JSONReader
import Testing

/// What a value is, and what is in it.
struct JSONValueTests {
  private let document = JSONDocument()

  @Test(arguments: [
    ("null", JSONValue.Kind.null), ("true", .boolean(true)), ("false", .boolean(false)),
    ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5e2", .number(150)),
    (#""a\u00e9\n\ud83d\ude00""#, .text("aé\n😀")), (#""""#, .text("")), (#""\u0000""#, .text("\0")),
    ("[]", .list), ("{}", .object),
  ])
  func aValueHasItsKind(text: String, kind: JSONValue.Kind) throws {
    #expect(try document.read(Array(text.utf8)).kind == kind)
  }

  /// simdjson refuses them, and with them a whole page.
  @Test(arguments: [
    ("18446744073709551616", 0x1p64), ("-18446744073709551617", -0x1p64),
    ("100000000000000000000000000000", 1e29),
  ])
  func aWholeNumberBeyond64BitsIsReadAsTheNearestDouble(text: String, value: Double) throws {
    let json =
      #"{"18446744073709551616":"\"18446744073709551616","a":[\#(text),\#(text)],"b":18446744073709551615}"#
    let root = try document.read(Array(json.utf8))
    for element in try #require(root["a"]?.elements) {
      guard case .number(let found) = element.kind else {
        Issue.record("\(element.kind)")
        return
      }
      #expect(abs(found / value - 1) < 1e-15)
      #expect(element.integer == nil)
    }
    #expect(root["18446744073709551616"]?.text == "\"18446744073709551616")
    #expect(root["b"]?.kind == .number(0x1p64))
  }

  @Test(arguments: [
    ("4", 4), ("4.0", 4), ("4e1", 40), ("-0", 0), ("4.5", nil), ("1e300", nil), ("\"4\"", nil),
  ])
  func aWholeNumberMayBeWrittenInAnyWay(text: String, integer: Int?) throws {
    #expect(try document.read(Array(text.utf8)).integer == integer)
  }

  @Test func theValueUnderAKeyIsFoundWhateverIsBeforeIt() throws {
    let root = try document.read(
      Array(#"{"a": {"c": 1}, "b": [{"c": 2}], "\u0063": "three", "d": null}"#.utf8))
    #expect(root["c"]?.text == "three")
    #expect(root["a"]?["c"]?.integer == 1)
    #expect(root["d"]?.isNull == true)
    #expect(root["e"] == nil)
    #expect(root["b"]?["c"] == nil, "a list has no keys")
  }

  /// Its memory has the next text.
  @Test func aValueOfATextThatIsGoneEndsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let document = JSONDocument()
      let value = try document.read(Array("[1]".utf8))
      _ = try document.read(Array("[2]".utf8))
      _ = value.kind
    }
  }

  @Test func theElementsOfAListComeInTheirOrder() throws {
    let root = try document.read(Array(#"["a", ["b", "c"], {"d": []}, 4]"#.utf8))
    #expect(root.elements.map { $0.map(\.kind) } == [.text("a"), .list, .object, .integer(4)])
    #expect(try document.read(Array("{}".utf8)).elements == nil)
    #expect(try document.read(Array("[]".utf8)).elements.map(Array.init)?.count == 0)
  }
}
