import ExportModel
import ItemFields
import Predicates
import SinkKit
import TestSupport

/// A random story of one job: items whose statuses change between runs, lists that move while they
/// are read, sinks and ledgers that fail, processes that die. The seed decides all of it.
///
/// Every chapter and every trouble has chances of its own. So a part can be left out, and the rest
/// stays as it is.
struct History: Sendable {
  /// What can go wrong.
  enum Trouble: String, CaseIterable, Sendable {
    case death, sinkFaults, busySinks, rejects, fullLedger, movingList, noAnswer
    case stop, deadline, removedRoutes, rename, ending, missingData
  }

  /// What can be left out.
  enum Part: Hashable, Sendable {
    case chapter(Int)
    case trouble(Trouble)
  }

  let seed: Int
  /// Whether statuses go as Pleo documents them: what has become final stays so, and what is listed
  /// stays listed. Only then can a queue show each message once, whatever its consumer does.
  let isForward: Bool
  /// Whether the items have accounting data, which sinks take, a route decides by and the order may be by.
  let hasData: Bool
  /// What is left out.
  var without: Set<Part> = []
  /// A fault that the sinks have, so that a test sees the promises find it; nil everywhere else.
  var sinkFault: SinkPlace.Fault?

  init(seed: Int, isForward: Bool, hasData: Bool = false) {
    self.seed = seed
    self.isForward = isForward
    self.hasData = hasData
  }

  /// The places that routes deliver to, and what each takes.
  var predicates: [(place: String, predicate: ItemPredicate)] {
    let half: ItemPredicate =
      hasData
      ? .entryID(.greaterOrEqual, Sample.entry(8))
      : .or([.statusIs(.failed), .entryID(.less, Sample.entry(8))])
    return [
      ("all", .always), ("pending", .statusIs(.pending)), ("rest", .not(.statusIs(.pending))),
      ("half", half),
    ]
  }

  /// The predicate as the job file has it: where items have data, their amounts say what their ids say.
  func written(_ predicate: ItemPredicate, for place: String) -> ItemPredicate {
    guard hasData, place == "half", let amount = DataField("data.amount.inWalletCurrency.value")
    else { return predicate }
    return .compares(.data(amount), .greaterOrEqual, .integer(80))
  }

  /// The numbers of its chapters; each is a run and what happens before it.
  var chapters: [Int] { (1...(3 + seed % 6)).filter { !without.contains(.chapter($0)) } }

  /// Every part that it has.
  var parts: [Part] {
    chapters.map(Part.chapter)
      + Trouble.allCases.map(Part.trouble).filter { !without.contains($0) }
  }

  var recovery: RecoveryPolicy {
    var random = chances(of: 90)
    return RecoveryPolicy(
      process: random.chance(60) ? [.pending] : [.pending, .failed],
      inProgress: random.chance(70) ? .skip : .process,
      unknownStatus: random.chance(50) ? .hold : .skip,
      finished: [.hold, .hold, .deliver, .skip].randomElement(using: &random) ?? .hold)
  }

  var order: ItemOrder {
    var random = chances(of: 91)
    if hasData, random.chance(50) { return .transactionDate }
    return random.chance(60) ? .entryID : .source
  }

  /// Items that no sink ever takes.
  var poisoned: [EntryID: String] {
    guard happens(.rejects, 30, in: 0) != nil else { return [:] }
    return [Sample.entry(3): "poisoned", Sample.entry(8): "poisoned"]
  }

  // MARK: Chances

  /// The chances of something in a chapter, which nothing else draws from.
  func chances(of subject: Int, in chapter: Int = 0) -> SeededRandom {
    SeededRandom(
      seed: seed * 1_000_003 + (isForward ? 500_000 : 0) + chapter * 10_007 + subject * 101)
  }

  /// The chances of a trouble that happens in a chapter, in so many of a hundred cases; nil where it does not.
  func happens(_ trouble: Trouble, _ percent: Int, in chapter: Int) -> SeededRandom? {
    guard !without.contains(.trouble(trouble)),
      let subject = Trouble.allCases.firstIndex(of: trouble)
    else { return nil }
    var random = chances(of: subject, in: chapter)
    return random.chance(percent) ? random : nil
  }

  // MARK: Items

  /// What an item is, as the API gives it.
  static func data(of number: Int) -> String {
    #"{"amount":{"inWalletCurrency":{"value":\#(number * 10)}},"note":"n\#(number)"}"#
  }

  /// When an item is booked; some are at the same time.
  static func date(of number: Int) -> String { "2026-03-\(10 + number * 7 % 5)" }

  /// The items of a chapter that the API has no accounting data of.
  func lacking(in chapter: Int) -> Set<Int> {
    guard var random = happens(.missingData, 40, in: chapter) else { return [] }
    return Set((0..<16).filter { _ in random.chance(20) })
  }

  /// Lets time pass at the API.
  func change(_ listed: inout [Int: ItemStatus], before chapter: Int) {
    var random = chances(of: 92, in: chapter)
    for number in 0..<16 {
      if let status = listed[number] {
        if random.chance(30) { listed[number] = next(status, &random) }
        if !isForward, random.chance(10) { listed[number] = nil }
      } else if random.chance(25) {
        listed[number] = isForward ? first(&random) : any(&random)
      }
    }
  }

  private func first(_ random: inout SeededRandom) -> ItemStatus {
    random.chance(70) ? .pending : .inProgress
  }

  private func any(_ random: inout SeededRandom) -> ItemStatus {
    (ItemStatus.known + [.onHold]).randomElement(using: &random) ?? .pending
  }

  private func next(_ status: ItemStatus, _ random: inout SeededRandom) -> ItemStatus {
    guard isForward else { return any(&random) }
    guard status == .pending || status == .inProgress else { return status }
    return [.pending, .inProgress, .successful, .failed].randomElement(using: &random) ?? status
  }
}
