import Testing

/// The entries of a mapping, with what `<<` brings.
struct MappingEntriesTests {
  @Test func ownKeysWinAndEarlierMappingsOfTheListComeNext() {
    let reading = Reading(
      """
      first: &first {a: 1, b: 1}
      second: &second {b: 2, c: 2}
      merged: {<<: [*first, *second], a: own}
      """)
    #expect(reading.messages == [])
    #expect(reading.tree.hasSuffix("merged: {b: 1, c: 2, a: own}}"))
  }

  @Test func whatIsBroughtIsAtThePlaceOfTheMergeKey() {
    let reading = Reading("base: &b {x: 1}\nmerged: {a: 1, <<: *b, c: 3}")
    #expect(reading.tree.hasSuffix("merged: {a: 1, x: 1, c: 3}}"))
  }

  @Test(arguments: [
    (
      "base: &b {x: 1}\nm: {<<: *b, <<: *b}",
      "2:13: '<<' is given twice [yaml.merge] give one '<<' a list: <<: [*first, *second]"
    ),
    (
      "m: {<<: text}",
      "1:9: '<<' takes a mapping or a list of mappings, found a value [yaml.merge] "
        + "name a mapping: <<: *anchor"
    ),
    (
      "m: {<<: [text]}",
      "1:10: '<<' takes a mapping or a list of mappings, found a value [yaml.merge] "
        + "name a mapping: <<: *anchor"
    ),
    (
      "? [a, b]\n: x", "1:3: a key is a single value, found a list [yaml.key] write the key as text"
    ),
  ])
  func whatCannotBeMergedIsRefused(text: String, message: String) {
    #expect(Reading(text).messages == [message])
  }

  /// Only a plain `<<` is the merge key.
  @Test func aQuotedMergeKeyIsAKeyLikeAnother() {
    let reading = Reading(#"m: {"<<": text}"#)
    #expect(reading.messages == [])
    #expect(reading.tree.contains("<<: text"))
  }
}
