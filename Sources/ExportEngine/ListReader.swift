import ExportModel
import PageSourceKit

/// A page of a list, as far as reading it to its end needs it.
protocol ListPage: Sendable {
  associatedtype Item: ListItem

  /// The items in the order of the page.
  var items: [Item] { get }
  /// Whether another page follows.
  var hasNextPage: Bool { get }
  /// What to send as `after` for the next page.
  var endCursor: Cursor? { get }
}

/// An item of a page.
protocol ListItem {
  /// The item's id.
  var entryID: EntryID { get }
}

extension ListPage {
  /// A number that is the same for pages of the same items.
  var fingerprint: Int {
    var hasher = Hasher()
    for item in items { hasher.combine(item.entryID) }
    return hasher.finalize()
  }
}

extension ItemPage: ListPage {}
extension ItemPage.Item: ListItem {}
extension ItemDataPage: ListPage {}
extension ItemDataPage.Item: ListItem {}

/// Reads a list of the API page after page, to its end.
struct ListReader: Sendable {
  /// More pages than any list has: past this it is taken to have no end.
  static let pageLimit = 200_000
  /// How often a list that changes while it is read is read again, and one whose cursor is refused.
  static let attempts = 3

  /// Why one reading came to nothing.
  enum Failure: Error {
    /// The list changed while it was read.
    case moved(String)
    /// A page is unavailable, or is not what it must be.
    case source(SourceError)
  }

  let source: any PageSource
  /// What a page is called in messages, its number behind it.
  let name: String
  /// How many items the list has by what is known beforehand, if anything is.
  let expected: Int?
  let observer: any RunObserver

  /// What `readOnce` gives.
  ///
  /// Reads again from the first page, a bounded number of times, when the list changed while it was
  /// read or the API refuses its own cursor.
  func whole<Value>(
    _ readOnce: () async throws(Failure) -> Value
  ) async throws(SourceError) -> Value {
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

  /// Reads every page, one after another.
  ///
  /// - Parameters:
  ///   - get: gives the page after a cursor.
  ///   - take: takes a page in, and says how many items there are then, how many the API says there are, and, where it
  ///     is asked, how many of them are different.
  func read<Page: ListPage>(
    _ get: (Cursor?) async throws(SourceError) -> Page,
    _ take: (Page, _ number: Int) throws(Failure) -> EndlessListWatch.Progress
  ) async throws(Failure) {
    var cursor: Cursor?
    var seen: Set<Cursor> = []
    var watch = EndlessListWatch(expected: expected)
    for number in 1...Self.pageLimit {
      let page = try await self.page(number, after: cursor, get)
      let progress = try take(page, number)
      if page.hasNextPage, let reason = watch.reason(toGiveUpAfter: page, progress) {
        throw .source(
          SourceError(
            .badAnswer, "\(name) \(number): \(reason), and the list goes on: it has no end",
            hint:
              "nothing was stored; report it to the API's operator, and run again when the list is right"
          ))
      }
      guard page.hasNextPage else { return }
      cursor = try nextCursor(of: page, number: number, seen: &seen)
    }
    throw .source(
      SourceError(.badAnswer, "the list has more than \(Self.pageLimit) pages and goes on"))
  }

  private func page<Page>(
    _ number: Int, after cursor: Cursor?, _ get: (Cursor?) async throws(SourceError) -> Page
  ) async throws(Failure) -> Page {
    do {
      return try await get(cursor)
    } catch {
      throw .source(
        SourceError(
          error.code, "\(name) \(number): \(error.message)", hint: error.hint,
          record: "\(name) \(number): \(error.record)"))
    }
  }

  private func nextCursor(
    of page: some ListPage, number: Int, seen: inout Set<Cursor>
  ) throws(Failure) -> Cursor {
    let place = "\(name) \(number): $.pagination.endCursor"
    guard let next = page.endCursor else {
      throw .source(SourceError(.badAnswer, "\(place): missing, though hasNextPage is true"))
    }
    guard seen.insert(next).inserted else {
      throw .source(
        SourceError(
          .badAnswer, "\(place): this cursor was given before, so the list would never end"))
    }
    return next
  }
}
