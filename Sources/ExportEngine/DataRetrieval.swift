import DurableFiles
import ExportModel
import PageSourceKit

/// Reads what the items of a snapshot are: the whole list or an error, never a part of it.
struct DataRetrieval: Sendable {
  let source: any PageSource
  let job: ExportJob
  let snapshot: Snapshot
  /// The folder of the spool.
  let folder: String
  let observer: any RunObserver
  private let keepsDates: Bool
  private let reader: ListReader
  private let fetchedAt: String

  /// - Parameters:
  ///   - keepsDates: whether the order needs the items' dates.
  ///   - fetchedAt: the time; see ``ExportModel/ItemData/fetchedAt``.
  init(
    source: any PageSource, job: ExportJob, snapshot: Snapshot, in folder: String,
    keepsDates: Bool, observer: any RunObserver, fetchedAt: String
  ) {
    self.source = source
    self.job = job
    self.snapshot = snapshot
    self.folder = folder
    self.keepsDates = keepsDates
    self.observer = observer
    self.fetchedAt = fetchedAt
    reader = ListReader(
      source: source, name: "page of data", expected: snapshot.count, observer: observer)
  }

  /// The data of every item that the API has some of.
  func wholeSet() async throws(SourceError) -> Spool {
    try await reader.whole { () async throws(ListReader.Failure) in try await readOnce() }
  }

  /// How far the list was read.
  private struct Reading {
    var spool: Spool
    var count = 0
    var total: Int?
    var withoutItem: Set<EntryID> = []
    var company: CompanyID?

    /// How many of the items that have come are different.
    var different: Int { spool.count + withoutItem.count }
  }

  private func readOnce() async throws(ListReader.Failure) -> Spool {
    var reading: Reading
    do throws(FileError) {
      reading = Reading(
        spool: try Spool(
          for: snapshot, in: folder, fetchedAt: fetchedAt, keepsDates: keepsDates),
        company: job.companyID)
    } catch {
      throw .source(Self.trouble(error))
    }
    try await reader.read(
      { cursor async throws(SourceError) in try await source.dataPage(of: job.id, after: cursor) },
      { page, number throws(ListReader.Failure) in
        try take(page, number: number, into: &reading)
        observer.observe(
          .dataPageRead(
            number: number, items: page.items.count, soFar: reading.count, total: page.total))
        let different = reading.different
        return .init(count: reading.count, total: reading.total) { different }
      })
    if let total = reading.total, total != reading.different {
      throw .moved(
        "the pages of data have \(reading.different) different items, and 'total' is \(total)")
    }
    if !reading.withoutItem.isEmpty {
      observer.observe(.dataWithoutItem(items: reading.withoutItem.count))
    }
    return reading.spool
  }

  private func take(
    _ page: ItemDataPage, number: Int, into reading: inout Reading
  ) throws(ListReader.Failure) {
    for (index, item) in page.items.enumerated() {
      let place = "page of data \(number): $.data[\(index)]"
      if let company = reading.company, company != item.companyID {
        throw .source(
          SourceError(
            .badAnswer,
            "\(place).companyId: item \(item.entryID) is of company \(item.companyID), not of "
              + "\(company)"))
      }
      reading.company = item.companyID
      guard item.json.count < Spool.limit else {
        throw .source(
          SourceError(
            .badAnswer,
            "\(place): item \(item.entryID) has \(item.json.count) bytes of data, and fewer than "
              + "\(Spool.limit) are taken"))
      }
      reading.count += 1
      try keep(item, in: &reading)
    }
    if let total = page.total {
      if let before = reading.total, before != total {
        throw .moved(
          "page of data \(number): 'total' went from \(before) to \(total) while reading")
      }
      reading.total = total
    }
  }

  private func keep(
    _ item: ItemDataPage.Item, in reading: inout Reading
  ) throws(ListReader.Failure) {
    let arrival: Spool.Arrival
    do throws(FileError) {
      arrival = try reading.spool.keep(item)
    } catch {
      throw .source(Self.trouble(error))
    }
    switch arrival {
    case .kept: break
    case .withoutItem: reading.withoutItem.insert(item.entryID)
    case .contradicts:
      throw .moved("item \(item.entryID) changed its data while the pages were read")
    }
  }

  /// Reads from the spool.
  static func read<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(RunTrouble) -> Result {
    do throws(FileError) { return try body() } catch { throw .source(trouble(error)) }
  }

  /// What is thrown where the spool cannot be written or read.
  static func trouble(_ error: FileError) -> SourceError {
    SourceError(
      .storage, "accounting data: \(error)",
      hint: error.help
        ?? (error.isFull
          ? "the data of all items is on the disk of the state folder while a run goes on: free some space"
          : "look at the disk of the state folder; the next run goes on from here"),
      record: "accounting data cannot be kept while the run goes on", cause: error)
  }
}
