import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import Testing

/// Values that tests speak about: one job, items by number, names and statuses by their text.
enum Sample {
  /// The job of the guide.
  static let job = JobID(Identifier(high: 0x8eb6_48ab_464b_42a0, low: 0xba17_eda7_0365_7e33))

  /// An entry id; a higher number sorts later.
  static func entry(_ number: Int) -> EntryID {
    EntryID(Identifier(high: 0xE000_0000_0000_4000, low: UInt64(number)))
  }

  /// The number of an entry id.
  static func number(_ entryID: EntryID) -> Int { Int(entryID.identifier.low) }

  /// An item as the API lists it.
  static func item(_ number: Int, _ status: ItemStatus = .pending) -> ItemPage.Item {
    ItemPage.Item(jobID: job, entryID: entry(number), status: status)
  }

  /// Items as the API lists them, by number.
  static func items(_ statuses: KeyValuePairs<Int, ItemStatus>) -> [ItemPage.Item] {
    statuses.map { item($0.key, $0.value) }
  }

  /// Pending items with these numbers.
  static func pending(_ numbers: some Sequence<Int>) -> [ItemPage.Item] { numbers.map { item($0) } }

  /// What the API says of the job.
  static func export(
    _ status: ExportJobStatus = .inProgress, numberOfItems: Int? = nil
  ) -> ExportJob {
    ExportJob(id: job, status: status, numberOfItems: numberOfItems)
  }

  /// The terms of a route that takes everything.
  static let terms = RouteTerms(
    definition: name("nightly"), predicate: .always, place: RoutePlace(kind: "recording"))

  static func name(_ text: String) -> Name {
    guard let name = Name(text) else { preconditionFailure("'\(text)' is no name") }
    return name
  }

  static func status(_ text: String) -> ItemStatus {
    guard let status = ItemStatus(text) else { preconditionFailure("'\(text)' is no status") }
    return status
  }
}

extension ItemStatus {
  /// A status that the API does not document.
  static let onHold = Sample.status("on_hold")
}
