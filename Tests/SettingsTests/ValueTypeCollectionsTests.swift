import Diagnostics
import Settings
import Testing

/// Lists, mappings, truth values, sizes and URLs.
@Suite struct ValueTypeCollectionsTests {
  private static let numbers = ValueType<[Int]>.list(of: .integer(in: 1...9))
  private static let colors = ValueType<[String: Int]>.mapping(
    of: .integer(in: 1...9), by: ("a color", "red", "^[a-z]+$"))

  private func list(_ texts: String...) -> Node {
    Node(.sequence(texts.map { value($0) }), at: value("").span)
  }

  private func mapping(_ entries: (String, String)...) -> Node {
    Node(
      .mapping(
        entries.map { .init(key: $0, keySpan: value($0).span, value: value($1)) }),
      at: value("").span)
  }

  // MARK: Lists

  @Test func aListIsReadInItsOrder() {
    #expect(reading(Self.numbers, list("3", "1", "2")).value == [3, 1, 2])
    #expect(Self.numbers.write([3, 1]) == "[3, 1]")
    #expect(Self.numbers.name == "a list, each a whole number from 1 to 9")
  }

  @Test func whatIsNoListOrHasAWrongElementIsRefused() {
    let wanted = "expected a list, each a whole number from 1 to 9"
    for (node, message) in [
      (value("3"), "\(wanted), found a value [settings.type] write it as [1]"),
      (list(), "\(wanted), found an empty one [settings.type] write it as [1]"),
      (
        list("1", "12"),
        "'12' is not a whole number from 1 to 9 [settings.type] write a whole number from 1 to 9, such as 1"
      ),
      (list("1", "1"), "the same value is given twice [settings.repeated] keep one of the two"),
    ] {
      let result = reading(Self.numbers, node)
      #expect(result.value == nil)
      #expect(result.messages == ["1: error: \(message)"])
    }
  }

  // MARK: Mappings

  @Test func aMappingIsRead() {
    #expect(
      reading(Self.colors, mapping(("red", "1"), ("blue", "2"))).value == ["red": 1, "blue": 2])
    #expect(reading(Self.colors, mapping()).value == [:])
    #expect(Self.colors.write(["red": 1, "blue": 2]) == "{ blue: 2, red: 1 }")
    #expect(Self.colors.write([:]) == "{}")
  }

  @Test func whatIsNoMappingOrHasAWrongKeyOrValueIsRefused() {
    for (node, message) in [
      (
        value("red"),
        "expected a mapping, a whole number from 1 to 9 under a color, found a value [settings.shape]"
          + " write it as { red: 1 }"
      ),
      (
        mapping(("RED", "1")),
        "'RED' is not a color [settings.unknown] write a color, such as red"
      ),
      (
        mapping(("red", "0")),
        "'0' is not a whole number from 1 to 9 [settings.type] write a whole number from 1 to 9, such as 1"
      ),
      (
        mapping(("red", "1"), ("red", "2")),
        "'red' is given twice [settings.repeated] keep one of the two"
      ),
    ] {
      let result = reading(Self.colors, node)
      #expect(result.value == nil)
      #expect(result.messages == ["1: error: \(message)"])
    }
  }

  // MARK: Truth values

  @Test func trueAndFalseAreRead() {
    #expect(reading(.boolean, value("true")).value == true)
    #expect(reading(.boolean, value("false")).value == false)
    for word in ["yes", "True", "1", "on"] {
      #expect(
        reading(.boolean, value(word)).messages == [
          "1: error: '\(word)' is not true or false [settings.type] write true or false, such as true"
        ])
    }
  }

  // MARK: Sizes

  @Test(arguments: [
    ("1024B", 1024), ("1KiB", 1024), ("3MiB", 3_145_728), ("1GiB", 1_073_741_824),
  ])
  func aSizeIsRead(written: String, bytes: Int) {
    let size = ValueType<Int>.size(in: 1024...(1 << 30))
    #expect(reading(size, value(written)).value == bytes)
  }

  @Test func aSizeIsWrittenWithItsLargestUnit() {
    let size = ValueType<Int>.size(in: 1...(1 << 40))
    #expect(
      [1, 1023, 1024, 1536, 1 << 20, 3 << 30].map(size.write) == [
        "1B", "1023B", "1KiB", "1536B", "1MiB", "3GiB",
      ])
  }

  @Test(arguments: [
    "1", "1MB", "1 MiB", "0KiB", "-1KiB", "1.5KiB", "1kib", "9999999999999GiB", "2GiB",
  ])
  func whatIsNoSizeInRangeIsRefused(written: String) {
    #expect(
      reading(ValueType<Int>.size(in: 1024...(1 << 30)), value(written)).messages == [
        "1: error: '\(written)' is not a size from 1KiB to 1GiB [settings.type]"
          + " write a size from 1KiB to 1GiB, such as 1GiB"
      ])
  }

  // MARK: URLs

  @Test(arguments: [
    "https://example.com", "https://example.com:8443/a/b?c=d", "http://localhost:8080/x",
    "http://127.0.0.1/", "http://[::1]:9/x",
  ])
  func aURLIsRead(written: String) throws {
    let address = try #require(reading(.url, value(written)).value)
    #expect(address.url.revealed == written)
    #expect("\(address.url)" == "‹secret›")
    #expect(written.hasPrefix("\(address.origin)"))
  }

  @Test(arguments: [
    "http://example.com", "http://127.0.0.1.example.com", "https://", "example.com",
    "https://a b", "https://u:p@example.com", "https://example.com/#x", "file:///x",
  ])
  func aURLThatMustNotBeSentToIsRefusedAndNotQuoted(written: String) {
    let result = reading(.url, value(written))
    #expect(result.value == nil)
    #expect(result.messages.count == 1)
    #expect(
      result.messages.allSatisfy { $0.contains("[settings.url]") && !$0.contains("'\(written)'") })
  }
}
