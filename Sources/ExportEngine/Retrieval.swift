import CrashPoints
import ExportModel
import PageSourceKit

/// Reads every page of a job: the whole list or an error, never a part of it.
struct Retrieval: Sendable {
  /// More pages than any job has: past this a list is taken to have no end.
  static let pageLimit = 200_000
  /// How often a list that changes while it is read is read again, and one whose cursor is refused.
  static let attempts = 3

  let source: any PageSource
  let jobID: JobID
  /// How many items the job says it has, if it says so.
  let expected: Int?
  let observer: any RunObserver

  /// Every item of the job, each once.
  ///
  /// Reads again from the first page, a bounded number of times, when the list changed while it was
  /// read or the API refuses its own cursor.
  func wholeSet() async throws(SourceError) -> Snapshot {
    var attempt = 1
    while true {
      do {
        return try await readOnce()
      } catch {
        observer.observe(.readingAgain(reason: try reasonToReadAgain(after: error, attempt)))
        // What moves is read one page after another.
        await source.readInOrder()
      }
      attempt += 1
    }
  }

  private func reasonToReadAgain(
    after failure: Failure, _ attempt: Int
  ) throws(SourceError) -> String {
    switch failure {
    case .moved(let reason):
      guard attempt < Self.attempts else {
        throw SourceError(
          .badAnswer, "\(reason), in each of \(attempt) readings",
          hint: "run again when the export job no longer changes")
      }
      return reason
    case .source(let error):
      guard error.code == .cursorRefused, attempt < Self.attempts else { throw error }
      return error.message
    }
  }

  /// Why one reading came to nothing.
  private enum Failure: Error {
    /// The list changed while it was read.
    case moved(String)
    /// A page is unavailable, or is not what it must be.
    case source(SourceError)
  }

  private func readOnce() async throws(Failure) -> Snapshot {
    var pages = PageColumns()
    var cursor: Cursor?
    var seen: Set<Cursor> = []
    var watch = EndlessListWatch(expected: expected)
    for number in 1...Self.pageLimit {
      let page = try await read(number, after: cursor)
      try append(page, number: number, to: &pages)
      if page.hasNextPage, let reason = watch.reason(toGiveUpAfter: page, pages) {
        throw .source(
          SourceError(
            .badAnswer, "page \(number): \(reason), and the list goes on: it has no end",
            hint:
              "nothing was stored; report it to the API's operator, and run again when the list is right"
          ))
      }
      observer.observe(
        .pageRead(number: number, items: page.items.count, soFar: pages.count, total: page.total))
      CrashPoint.pageRead.pass()
      guard page.hasNextPage else { return try await seal(pages) }
      cursor = try nextCursor(of: page, number: number, seen: &seen)
    }
    throw .source(
      SourceError(.badAnswer, "the list has more than \(Self.pageLimit) pages and goes on"))
  }

  private func read(_ number: Int, after cursor: Cursor?) async throws(Failure) -> ItemPage {
    do {
      return try await source.page(of: jobID, after: cursor)
    } catch {
      throw .source(
        SourceError(
          error.code, "page \(number): \(error.message)", hint: error.hint,
          record: "page \(number): \(error.record)"))
    }
  }

  private func append(
    _ page: ItemPage, number: Int, to pages: inout PageColumns
  ) throws(Failure) {
    for (index, item) in page.items.enumerated() {
      guard item.jobID == jobID else {
        throw .source(
          SourceError(
            .badAnswer,
            "page \(number): $.data[\(index)].exportJobId: item \(item.entryID) belongs to job "
              + "\(item.jobID), not to \(jobID)"))
      }
      guard pages.append(item) else {
        throw .source(
          SourceError(.badAnswer, "page \(number): more than 255 different statuses in one job"))
      }
    }
    pages.endPage()
    if let total = page.total {
      if let before = pages.total, before != total {
        throw .moved("page \(number): 'total' went from \(before) to \(total) while reading")
      }
      pages.total = total
    }
  }

  private func nextCursor(
    of page: ItemPage, number: Int, seen: inout Set<Cursor>
  ) throws(Failure) -> Cursor {
    guard let next = page.endCursor else {
      throw .source(
        SourceError(
          .badAnswer, "page \(number): $.pagination.endCursor: missing, though hasNextPage is true")
      )
    }
    guard seen.insert(next).inserted else {
      throw .source(
        SourceError(
          .badAnswer,
          "page \(number): $.pagination.endCursor: this cursor was given before, so the list would "
            + "never end"))
    }
    return next
  }

  private func seal(_ pages: PageColumns) async throws(Failure) -> Snapshot {
    switch Snapshot.sealed(pages) {
    case .success(let snapshot):
      // Read side by side, a list that moved shows nothing else.
      if await source.readsSideBySide,
        pages.count != snapshot.count || pages.total != snapshot.count
      {
        throw .moved(
          "pages that were read side by side have \(pages.count) items, \(snapshot.count) of them "
            + "different, and 'total' is \(pages.total.map(String.init) ?? "missing")")
      }
      return snapshot
    case .failure(let conflict):
      throw .moved("item \(conflict.entryID) changed its status while the pages were read")
    }
  }
}
