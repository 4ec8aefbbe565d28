import JSONReader
import Testing

/// A key that an object has twice: which of the two counts, nobody can tell.
struct RepeatedKeyTests {
  /// An item with `status` twice: the first one won.
  @Test(arguments: [
    (
      #"{"data": [{"exportJobId": "x"}, {"status": "pending", "a": [1, {}], "status": "failed"}]}"#,
      "$.data[1]", "status"
    ),
    (#"{"data": [], "pagination": {"total": 1, "t\u006ftal": 2}}"#, "$.pagination", "total"),
    (#"{"data": [], "data": []}"#, "$", "data"),
    (#"[[1], {"a\"b": "}", "a\"b": 0}]"#, "$[1]", "a\"b"),
  ])
  func aKeyThatIsThereTwiceIsFound(text: String, path: String, name: String) throws {
    #expect(RepeatedKey.first(in: Array(text.utf8)).map { [$0.name, $0.path] } == [name, path])
    let document = JSONDocument()
    _ = try document.read(Array(text.utf8))
    #expect(document.hasRepeatedKey)
  }

  @Test(arguments: [
    #"{"a": {"a": "a"}, "b": ["a", "a", {"a": 1}, {"a": 1}]}"#, #"{"a": "\"a\": 1, ", "b": "a"}"#,
    "[]",
    #"["a", "a"]"#, #""a""#,
  ])
  func aKeyInAnotherObjectIsAnotherKey(text: String) throws {
    #expect(RepeatedKey.first(in: Array(text.utf8)) == nil)
    let document = JSONDocument()
    _ = try document.read(Array(text.utf8))
    #expect(!document.hasRepeatedKey)
  }

  /// Few keys are compared one with another, and many are sorted.
  @Test(arguments: [2, 24, 25, 300])
  func theKeysOfALargeObjectAreComparedAsWell(count: Int) throws {
    let keys = (0..<count).map { "\"key\(($0 * 7919) % count)\": {\"key0\": 0}" }
    let document = JSONDocument()
    _ = try document.read(Array("{\(keys.joined(separator: ","))}".utf8))
    #expect(!document.hasRepeatedKey)
    _ = try document.read(Array("{\(keys.joined(separator: ",")), \(keys[0])}".utf8))
    #expect(document.hasRepeatedKey)
  }
}
