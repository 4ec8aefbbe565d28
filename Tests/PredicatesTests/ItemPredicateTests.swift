import ExportModel
import Predicates
import Testing

/// What a predicate is true of, and how it writes itself.
@Suite struct ItemPredicateTests {
  private static let first = EntryID(Identifier(high: 1, low: 0))
  private static let second = EntryID(Identifier(high: 2, low: 0))
  private static let third = EntryID(Identifier(high: 3, low: 0))
  private static let job = JobID(Identifier(high: 7, low: 7))
  private static let otherJob = JobID(Identifier(high: 8, low: 8))
  private static let entries = [first, second, third]
  private static let firstText = "00000000-0000-0001-0000-000000000000"
  private static let jobText = "00000000-0000-0007-0000-000000000007"

  // MARK: Evaluation

  @Test(arguments: [
    (ItemPredicate.always, ItemStatus.known), (.never, []), (.exists(.status), ItemStatus.known),
    (.exists(.entryID), ItemStatus.known), (.exists(.jobID), ItemStatus.known),
    (.statusIs(.pending), [.pending]), (.statusIn([.failed, .pending]), [.pending, .failed]),
    (.statusIn([]), []), (.not(.always), []),
    (.not(.statusIs(.pending)), [.inProgress, .successful, .failed, .abandoned]),
    (.not(.not(.statusIs(.failed))), [.failed]),
  ])
  func itIsTrueOfTheStatusesThatItNames(predicate: ItemPredicate, taken: [ItemStatus]) {
    let accepted = ItemStatus.known.filter {
      predicate.accepts(status: $0, entryID: Self.first, jobID: Self.job)
    }
    #expect(accepted == taken)
  }

  @Test(arguments: [
    (ItemPredicate.Comparison.equal, [second]), (.less, [first]), (.lessOrEqual, [first, second]),
    (.greater, [third]), (.greaterOrEqual, [second, third]),
  ])
  func idsCompareAsTheirTextsDo(comparison: ItemPredicate.Comparison, taken: [EntryID]) {
    let accepted = Self.entries.filter {
      ItemPredicate.entryID(comparison, Self.second)
        .accepts(status: .pending, entryID: $0, jobID: Self.job)
    }
    #expect(accepted == taken)
    let jobs = Self.entries.filter {
      ItemPredicate.jobID(comparison, JobID(Self.second.identifier))
        .accepts(status: .pending, entryID: Self.first, jobID: JobID($0.identifier))
    }
    #expect(jobs == taken)
  }

  @Test func aListIsTrueOfWhatStandsInIt() {
    let entryIDs = ItemPredicate.entryIDIn([Self.third, Self.first])
    #expect(
      Self.entries.filter { entryIDs.accepts(status: .failed, entryID: $0, jobID: Self.job) }
        == [Self.first, Self.third])
    let jobIDs = ItemPredicate.jobIDIn([Self.otherJob])
    #expect(!jobIDs.accepts(status: .failed, entryID: Self.first, jobID: Self.job))
    #expect(jobIDs.accepts(status: .failed, entryID: Self.first, jobID: Self.otherJob))
  }

  @Test(arguments: [false, true], [false, true])
  func andOrAndNotAreThoseOfLogic(left: Bool, right: Bool) {
    let (a, b): (ItemPredicate, ItemPredicate) = (left ? .always : .never, right ? .always : .never)
    #expect(isTrue(.and([a, b])) == (left && right))
    #expect(isTrue(.or([a, b])) == (left || right))
    #expect(isTrue(.and([.always, a, b])) == (left && right))
    #expect(isTrue(.or([.never, a, b])) == (left || right))
    #expect(isTrue(.not(a)) == !left)
    #expect(isTrue(.or([.and([a, b]), .not(b)])) == (left || !right))
  }

  private func isTrue(_ predicate: ItemPredicate) -> Bool {
    predicate.accepts(status: .pending, entryID: Self.first, jobID: Self.job)
  }

  @Test func itLooksAtTheFieldsThatItCompares() {
    let predicates: [(ItemPredicate, [ItemPredicate.Field])] = [
      (.always, []), (.never, []), (.exists(.entryID), [.entryID]),
      (.statusIs(.pending), [.status]),
      (.statusIn([.pending]), [.status]), (.entryID(.less, Self.first), [.entryID]),
      (.entryIDIn([Self.first]), [.entryID]), (.jobID(.equal, Self.job), [.jobID]),
      (.jobIDIn([Self.job]), [.jobID]), (.not(.statusIs(.pending)), [.status]),
      (.and([.statusIs(.pending), .not(.jobIDIn([Self.job]))]), [.status, .jobID]),
      (.or([.always, .entryID(.equal, Self.first)]), [.entryID]),
    ]
    for (predicate, fields) in predicates {
      #expect(
        PredicateFields.item.declared.map(\.field).filter(predicate.fields.contains) == fields,
        "\(predicate)"
      )
    }
  }

  // MARK: Text

  /// The ledger compares these texts with those that it stored: they never change.
  @Test func theTextsThatLedgersHoldStay() {
    #expect(ItemPredicate.always.description == "true")
    #expect(ItemPredicate.statusIs(.pending).description == #"status == "pending""#)
    #expect(ItemPredicate.not(.statusIs(.pending)).description == #"status != "pending""#)
    #expect(
      ItemPredicate.statusIn([.pending, .failed]).description
        == #"status in ["pending", "failed"]"#)
  }

  @Test func itWritesItselfInTheLanguage() {
    let isPending = ItemPredicate.statusIs(.pending)
    let isFirst = ItemPredicate.entryID(.equal, Self.first)
    let predicates: [(ItemPredicate, String)] = [
      (.never, "false"), (.exists(.entryID), "exists(entry_id)"),
      (.not(.exists(.status)), "not exists(status)"), (.statusIn([]), "status in []"),
      (isFirst, "entry_id == \"\(Self.firstText)\""),
      (.not(isFirst), "entry_id != \"\(Self.firstText)\""),
      (.not(.jobID(.equal, Self.job)), "job_id != \"\(Self.jobText)\""),
      (.jobID(.lessOrEqual, Self.job), "job_id <= \"\(Self.jobText)\""),
      (.not(.entryID(.less, Self.first)), "not entry_id < \"\(Self.firstText)\""),
      (.entryIDIn([Self.first]), "entry_id in [\"\(Self.firstText)\"]"),
      (.jobIDIn([Self.job]), "job_id in [\"\(Self.jobText)\"]"),
      (.not(.not(isPending)), #"not status != "pending""#), (.not(.always), "not true"),
    ]
    for (predicate, text) in predicates { #expect(predicate.description == text) }
  }

  @Test func bracketsStandWhereTheMeaningNeedsThem() {
    let (a, b, c) = (ItemPredicate.always, ItemPredicate.never, ItemPredicate.exists(.status))
    let predicates: [(ItemPredicate, String)] = [
      (.or([.and([a, b]), c]), "true and false or exists(status)"),
      (.and([.or([a, b]), c]), "(true or false) and exists(status)"),
      (.and([.and([a, b]), c]), "(true and false) and exists(status)"),
      (.or([a, .or([b, c])]), "true or (false or exists(status))"),
      (.and([a, .not(.and([b, c]))]), "true and not (false and exists(status))"),
      (.not(.not(.or([a, b]))), "not not (true or false)"),
      (.and([a, b, c]), "true and false and exists(status)"),
    ]
    for (predicate, text) in predicates { #expect(predicate.description == text) }
  }

  @Test func aStatusIsEscaped() throws {
    let status = try #require(ItemStatus(#"a "b" \c"#))
    #expect(ItemPredicate.statusIs(status).description == #"status == "a \"b\" \\c""#)
  }
}
