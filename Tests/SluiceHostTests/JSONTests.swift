import Foundation
import Testing

@testable import SluiceHost

/// Any JSON value, kept as it is.
struct JSONTests {
  @Test(arguments: [
    "null", "true", "0", "-12", "9007199254740993", "1.5", "\"\"", "\"a\\\"b\"", "[]", "{}",
    #"{"a":[1,2.25,null,{"b":false}],"c":"naïve 😀"}"#,
  ])
  func whatIsReadIsWrittenAgain(text: String) throws {
    let value = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
  }
}
