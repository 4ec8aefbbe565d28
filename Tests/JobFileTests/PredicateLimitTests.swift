import Diagnostics
import ExportModel
import JobFile
import JobFileTestSupport
import Predicates
import Testing

/// What keeps a hostile condition from costing much time, memory or stack.
struct PredicateLimitTests {
  private static let isPending = #"status == "pending""#

  private func predicate(_ condition: String) async throws -> ItemPredicate? {
    try await load(job(routes: routes(when: [condition]))).definition?.routes.first?.predicate
  }

  @Test func sixtyFourBracketsAreReadAndMeanNothing() async throws {
    let (opening, closing) = (String(repeating: "(", count: 64), String(repeating: ")", count: 64))
    #expect(try await predicate(opening + Self.isPending + closing) == .statusIs(.pending))
  }

  @Test func sixtyFourNotsAreReadAndTheirTextIsReadAgain() async throws {
    let nots = String(repeating: "not ", count: 64)
    let read = try #require(try await predicate(nots + Self.isPending))
    #expect(read.accepts(status: .pending, entryID: Self.entry, jobID: Self.exportJob))
    #expect(!read.accepts(status: .failed, entryID: Self.entry, jobID: Self.exportJob))
    #expect(try await predicate(read.description) == read)
  }

  private static let entry = EntryID(Identifier(high: 1, low: 1))
  private static let exportJob = JobID(Identifier(high: 2, low: 2))

  @Test func oneMoreIsRefusedWhereItStands() async throws {
    let loaded = try await load(
      job(
        routes: routes(when: [
          String(repeating: "(", count: 30) + String(repeating: "not ", count: 35) + Self.isPending
        ])))
    let finding = try #require(loaded.file.findings.first)
    #expect(loaded.file.findings.count == 1)
    #expect(finding.id == "predicate.limit")
    #expect(finding.message == "more than 64 brackets and 'not's inside one another")
    #expect(finding.help == "write the condition flatter")
    let place = try #require(finding.span?.start)
    #expect(place == SourcePosition(line: 8, column: 12 + 30 + 34 * 4))
  }

  @Test(arguments: ["(", "not ", "(not ", "exists(", "status in [", "[", "not(", "status == ("])
  func aBombIsRefusedAndNotAnOverflowOfTheStack(piece: String) async throws {
    let bomb = String(repeating: piece, count: 20_000 / piece.count)
    let loaded = try await load(job(routes: routes(when: [bomb])))
    #expect(loaded.definition == nil)
    #expect(loaded.file.findings.count <= 2)
  }

  @Test func aLongChainIsReadAndIsNotDeep() async throws {
    let chain = Array(repeating: Self.isPending, count: 3_000).joined(separator: " or ")
    let read = try #require(try await predicate(chain))
    #expect(read.accepts(status: .pending, entryID: Self.entry, jobID: Self.exportJob))
    #expect(!read.accepts(status: .failed, entryID: Self.entry, jobID: Self.exportJob))
  }

  @Test func hundredsOfIdsAreReadWithoutAFinding() async throws {
    let ids = (1...600).map { EntryID(Identifier(high: 5, low: $0)) }
    let list = "[\(ids.map { "\"\($0)\"" }.joined(separator: ", "))]"
    let loaded = try await load(
      job(routes: routes(when: ["status != \"failed\" and not entry_id in \(list)"])))
    #expect(loaded.findings == "")
    #expect(
      loaded.definition?.routes.first?.predicate
        == .and([.not(.statusIs(.failed)), .not(.entryIDIn(ids))]))
  }

  @Test func aConditionOverAHundredThousandCharactersIsRefused() async throws {
    let longest = Self.isPending + String(repeating: " ", count: 100_000 - Self.isPending.count)
    #expect(try await predicate(longest) == .statusIs(.pending))
    let loaded = try await load(job(routes: routes(when: [longest + " "])))
    #expect(loaded.definition == nil)
    #expect(
      loaded.file.findings.map(\.description) == [
        "\(loaded.folder)/job.yaml:8:12: error: the condition is longer than 100000 characters "
          + "[predicate.limit]"
      ])
  }

  @Test func twentyFindingsInOneConditionAreEnough() async throws {
    let wrong = Array(repeating: #"state == "x""#, count: 50).joined(separator: " or ")
    let loaded = try await load(job(routes: routes(when: [wrong, wrong])))
    #expect(loaded.file.findings.count == 40)
    #expect(loaded.file.findings.allSatisfy { $0.id == "predicate.field" })
  }
}
