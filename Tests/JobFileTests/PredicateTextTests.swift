import ExportModel
import JobFile
import JobFileTestSupport
import Predicates
import TestSupport
import Testing

/// What a condition means, and that its canonical text means the same.
struct PredicateTextTests {
  private static let id = Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33)
  private static let entry = EntryID(id)
  private static let isPending = ItemPredicate.statusIs(.pending)
  private static let isFailed = ItemPredicate.statusIs(.failed)

  @Test(arguments: [
    ("true", ItemPredicate.always), ("exists( entry_id )", .exists(.entryID)),
    (#"status=="pending""#, isPending), (#" ( ( status == "pending" ) ) "#, isPending),
    (#"status in["pending"]"#, .statusIn([.pending])), ("status in []", .statusIn([])),
    (#"not status in ["pending"]"#, .not(.statusIn([.pending]))),
    (#"not status == "pending""#, .not(isPending)), ("job_id == null", .not(.exists(.jobID))),
    ("job_id != null", .exists(.jobID)), ("not job_id != null", .not(.exists(.jobID))),
    ("entry_id >= \"\(id)\"", .entryID(.greaterOrEqual, entry)),
    ("entry_id == \"8EB648AB-464b-42a0-BA17-eda703657E33\"", .entryID(.equal, entry)),
    ("entry_id!=\"\(id)\"", .not(.entryID(.equal, entry))),
    ("entry_id in [ \"\(id)\" ]", .entryIDIn([entry])),
    ("job_id<\"\(id)\"", .jobID(.less, JobID(id))),
    ("job_id in [\"\(id)\"]", .jobIDIn([JobID(id)])),
    (#"status == "pend\"ing""#, nil),
  ])
  func aConditionMeansWhatItSays(text: String, predicate: ItemPredicate?) async throws {
    #expect(try await read([text]) == (predicate.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (
      #"status == "pending" or status == "failed" and exists(entry_id)"#,
      ItemPredicate.or([isPending, .and([isFailed, .exists(.entryID)])])
    ),
    (
      #"status == "pending" and status == "failed" or exists(entry_id)"#,
      .or([.and([isPending, isFailed]), .exists(.entryID)])
    ),
    (
      #"(status == "pending" or status == "failed") and exists(entry_id)"#,
      .and([.or([isPending, isFailed]), .exists(.entryID)])
    ),
    (#"not status == "pending" and status == "failed""#, .and([.not(isPending), isFailed])),
    (#"not (status == "pending" and status == "failed")"#, .not(.and([isPending, isFailed]))),
    (#"not not exists(entry_id) or true"#, .or([.not(.not(.exists(.entryID))), .always])),
    ("true and false and true", .and([.always, .never, .always])),
    ("true and (false and true)", .and([.always, .and([.never, .always])])),
  ])
  func notBindsMoreTightlyThanAndAndAndMoreThanOr(
    text: String, predicate: ItemPredicate
  ) async throws {
    #expect(try await read([text]) == [predicate])
  }

  @Test(arguments: 0..<15)
  func aCanonicalTextReadsAsThePredicateThatWroteIt(seed: Int) async throws {
    var random = SeededRandom(seed: seed)
    let predicates = (0..<25).map { _ in RandomPredicate.make(depth: seed % 5, &random) }
    #expect(try await read(predicates.map(\.description)) == predicates, "seed \(seed)")
  }

  /// The predicates of a job with these conditions; none when one is refused.
  private func read(_ conditions: [String]) async throws -> [ItemPredicate] {
    try await load(job(routes: routes(when: conditions))).definition?.routes.map(\.predicate) ?? []
  }
}

/// Predicates that the language can say, by chance.
private enum RandomPredicate {
  static func make(depth: Int, _ random: inout SeededRandom) -> ItemPredicate {
    switch depth == 0 ? 3 : Int.random(in: 0..<4, using: &random) {
    case 0: .not(make(depth: depth - 1, &random))
    case 1: .and(operands(depth: depth - 1, &random))
    case 2: .or(operands(depth: depth - 1, &random))
    default: leaf(&random)
    }
  }

  private static func operands(depth: Int, _ random: inout SeededRandom) -> [ItemPredicate] {
    (0..<Int.random(in: 2...3, using: &random)).map { _ in make(depth: depth, &random) }
  }

  private static func leaf(_ random: inout SeededRandom) -> ItemPredicate {
    let comparison = ItemPredicate.Comparison.allCases.randomElement(using: &random) ?? .equal
    let ids = (0..<Int.random(in: 0...3, using: &random)).map { _ in id(&random) }
    let statuses = ItemStatus.known.shuffled(using: &random)
    let field =
      [ItemPredicate.Field.status, .entryID, .jobID].randomElement(using: &random) ?? .status
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .always
    case 1: return .never
    case 2: return .exists(field)
    case 3: return .statusIs(statuses[0])
    case 4: return .statusIn(Array(statuses.prefix(Int.random(in: 0...5, using: &random))))
    case 5: return .entryID(comparison, EntryID(id(&random)))
    case 6: return .entryIDIn(ids.map(EntryID.init))
    case 7: return .jobID(comparison, JobID(id(&random)))
    default: return .jobIDIn(ids.map(JobID.init))
    }
  }

  private static func id(_ random: inout SeededRandom) -> Identifier {
    Identifier(high: random.next(), low: random.next())
  }
}
