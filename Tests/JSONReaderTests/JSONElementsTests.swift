import JSONReader
import TestSupport
import Testing

@Suite struct JSONElementsTests {
  private func texts(_ json: String, under key: String = "data") -> [String]? {
    JSONElements.texts(under: key, in: Array(json.utf8))?
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// A number that is read and written again is another text: 0.20 is 0.2, and large ones lose digits.
  @Test func everyValueStaysAsItIsWritten() {
    let values = [
      "0.20", "1e5", "-0", "123456789012345678901234567890", "1.0000000000000000000001", "true",
      "null", #""\u0041\/\n é 🧾 { [ , ] } \" \\""#, "{}", "[]", #"{"a":[1,{"b":"c d"}],"e":"\\"}"#,
    ]
    #expect(texts(#"{"data":[\#(values.joined(separator: ","))]}"#) == values)
    #expect(texts(#"{ "data" : [ \#(values.joined(separator: " ,\r\n\t")) ] }"#) == values)
  }

  @Test func whiteSpaceBetweenValuesIsLeftOut() {
    #expect(texts("{\"data\": [ { \"a\" :\n [ 1 , 2 ] } ]}") == [#"{"a":[1,2]}"#])
  }

  @Test(arguments: [
    #"{"x":{"data":[9]},"y":"data","data":[1]}"#, #"{"x":[[{}],"}"],"data":[1],"z":2}"#,
    #"{"x":"\"data\":[9]","data":[1]}"#, #"{"x":1,"y":null,"data":[1]}"#,
  ])
  func theKeyIsTheObjectsOwn(json: String) {
    #expect(texts(json) == ["1"])
  }

  @Test(arguments: ["{}", "[]", "1", #"{"data":{}}"#, #"{"data":1}"#, #"{"d\u0061ta":[1]}"#])
  func whereThereIsNoListThereAreNoTexts(json: String) {
    #expect(texts(json) == nil)
  }

  /// Whatever is read, the reader of texts finds as many, and each reads as the element does.
  @Test(arguments: 0..<200)
  func randomListsHaveTheTextsOfTheirElements(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let values = (0..<Int.random(in: 0...6, using: &random)).map { _ in value(3, &random) }
    let json = #"{"a":\#(value(2, &random)),"data":[\#(values.joined(separator: " , "))],"z":0}"#
    let found = try #require(texts(json))
    #expect(found.count == values.count, "SEED=\(seed)")
    let document = JSONDocument()
    for (text, written) in zip(found, values) {
      #expect(text == written.filter { $0 != " " }, "SEED=\(seed)")
      _ = try document.read(Array(text.utf8))
    }
  }

  private func value(_ depth: Int, _ random: inout SeededRandom) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: "0.20"
    case 1: "-12"
    case 2: #""a\"b\\""#
    case 3: "null"
    case 4: #""]},[{""#
    case 5:
      "[ \((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth - 1, &random) }.joined(separator: " , ")) ]"
    default:
      "{ \((0..<Int.random(in: 0...3, using: &random)).map { "\"k\($0)\" : \(value(depth - 1, &random))" }.joined(separator: " , ")) }"
    }
  }
}
