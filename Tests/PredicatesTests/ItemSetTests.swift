import ExportModel
import Testing

@testable import Predicates

/// The sets of items that conditions are compared by, held against the conditions themselves.
struct ItemSetTests {
  private static let statuses = ItemStatus.known + [ItemStatus("something else")].compactMap(\.self)
  private static let edges = [
    Identifier(high: 0, low: 0), Identifier(high: 0, low: 1), Identifier(high: 0, low: .max),
    Identifier(high: 1, low: 0), Identifier(high: 1, low: 1), Identifier(high: 7, low: 7),
    Identifier(high: .max, low: .max - 1), Identifier(high: .max, low: .max),
  ]

  /// A condition of at most so many levels.
  private static func condition(
    _ depth: Int, _ random: inout SystemRandomNumberGenerator
  ) -> ItemPredicate {
    let id = edges.randomElement(using: &random) ?? edges[0]
    let ids = (0..<3).map { _ in edges.randomElement(using: &random) ?? edges[0] }
    let comparison = ItemPredicate.Comparison.allCases.randomElement(using: &random) ?? .equal
    switch Int.random(in: 0..<(depth > 0 ? 12 : 9), using: &random) {
    case 0: return .always
    case 1: return .never
    case 2: return .exists(.status)
    case 3: return .statusIs(statuses.randomElement(using: &random) ?? .pending)
    case 4: return .statusIn([.pending, .failed])
    case 5: return .entryID(comparison, EntryID(id))
    case 6: return .entryIDIn(ids.map { EntryID($0) })
    case 7: return .jobID(comparison, JobID(id))
    case 8: return .jobIDIn(ids.map { JobID($0) })
    case 9: return .not(condition(depth - 1, &random))
    case 10: return .and((0..<3).map { _ in condition(depth - 1, &random) })
    default: return .or((0..<3).map { _ in condition(depth - 1, &random) })
    }
  }

  /// Every id that conditions name, and one of each gap between them, are all that conditions can tell apart.
  @Test func aSetSaysOfEachStatusWhatTheConditionSays() throws {
    var random = SystemRandomNumberGenerator()
    // One of each gap between the edges, too.
    let ids =
      Self.edges + [(0, 2), (5, 5), (8, 0)].map { Identifier(high: $0.0, low: $0.1) }
    for _ in 0..<300 {
      let condition = Self.condition(3, &random)
      var budget = ItemSet.Budget(length: 0)
      let set = try ItemSet(of: condition, .item, &budget)
      for status in Self.statuses {
        var answers: Set<Bool> = []
        for entry in ids {
          for job in ids {
            answers.insert(
              condition.accepts(status: status, entryID: EntryID(entry), jobID: JobID(job)))
          }
        }
        #expect(
          set.answers(where: .status, isOneOf: [status.name]) == answers,
          "\(condition) of \(status)")
      }
    }
  }

  /// As many ranges as there are pairs of ids: looked at no longer than the budget is.
  @Test func manyEntriesOfManyJobsAreNotLookedAt() {
    let ids = (0..<1000).map { Identifier(high: $0, low: 0) }
    func some(_ range: Range<Int>) -> ItemPredicate {
      .and([
        .entryIDIn(range.map { EntryID(ids[$0]) }), .not(.jobIDIn(range.map { JobID(ids[$0]) })),
      ])
    }
    var budget = ItemSet.Budget(length: 90_000)
    #expect(throws: ItemSet.Exceeded.self) {
      try ItemSet(of: .or([some(0..<500), some(250..<1000), some(0..<1000)]), .item, &budget)
    }
  }
}
