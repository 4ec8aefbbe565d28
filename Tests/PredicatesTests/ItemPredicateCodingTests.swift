import ExportModel
import Foundation
import Predicates
import Testing

/// How predicates are kept: what was once written keeps its meaning.
struct ItemPredicateCodingTests {
  private static let id = Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33)

  @Test(arguments: [
    (ItemPredicate.always, #"{"always":true}"#), (.never, #"{"never":true}"#),
    (.exists(.entryID), #"{"exists":"entry_id"}"#),
    (.statusIs(.pending), #"{"status_is":"pending"}"#),
    (.statusIn([.pending, .failed]), #"{"status_in":["pending","failed"]}"#),
    (.statusIn([]), #"{"status_in":[]}"#),
    (.entryID(.less, EntryID(id)), #"{"entry_id":{"comparison":"<","id":"\#(id)"}}"#),
    (.entryIDIn([EntryID(id)]), #"{"entry_id_in":["\#(id)"]}"#),
    (.jobID(.equal, JobID(id)), #"{"job_id":{"comparison":"==","id":"\#(id)"}}"#),
    (.jobIDIn([JobID(id)]), #"{"job_id_in":["\#(id)"]}"#),
    (
      .not(.and([.statusIs(.failed), .or([.always, .never])])),
      #"{"not":{"and":[{"status_is":"failed"},{"or":[{"always":true},{"never":true}]}]}}"#
    ),
  ])
  func whatLedgersHoldStays(predicate: ItemPredicate, text: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(predicate), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(ItemPredicate.self, from: Data(text.utf8)) == predicate)
  }

  @Test(arguments: [
    "{}", #"{"status_is":""}"#, #"{"color_is":"red"}"#, #"{"exists":"color"}"#,
    #"{"entry_id":{"comparison":"!=","id":"\#(id)"}}"#, #"{"entry_id":"\#(id)"}"#,
    #"{"entry_id":{"comparison":"<","id":"7"}}"#, #"{"entry_id_in":["7"]}"#,
    #"{"status":{"comparison":"==","id":"\#(id)"}}"#, #"{"always":true,"never":true}"#,
    #"{"job_id_is":"\#(id)"}"#, #"{"and":{}}"#,
    // Each was taken for a condition that every item, or none, meets.
    #"{"always":false}"#, #"{"never":null}"#, #"{"and":[]}"#, #"{"or":[{"always":true}]}"#,
  ])
  func whatIsNoPredicateIsNotRead(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ItemPredicate.self, from: Data(text.utf8))
    }
  }
}
