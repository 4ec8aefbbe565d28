import ExportEngine
import ExportModel
import PageSourceKit
import Synchronization
import TestSupport

/// An export job that answers from a script, with cursors that look like Pleo's.
final class ScriptedSource: PageSource {
  /// What the engine asked for.
  enum Request: Hashable, Sendable {
    case job
    case page(after: Cursor?)
    case dataPage(after: Cursor?)
  }

  private struct State {
    var requests: [Request] = []
    var jobs: [ExportJob]
    var readings: [[ItemPage]]
    var current: [ItemPage] = []
    var readsSideBySide: Bool
    var dataReadings: [[ItemDataPage]] = []
    var currentData: [ItemDataPage] = []
    var dataFault: SourceError?
  }

  private let state: Mutex<State>
  private let faults: [Int: SourceError]
  private let beforePage: (@Sendable (Int) async -> Void)?

  /// - Parameters:
  ///   - readings: the pages of the list, one list for each time it is read from its first page;
  ///     the last list stands for all further readings.
  ///   - jobs: the answers about the job, one for each time; the last one stands for all further.
  ///   - faults: errors instead of pages, by the number of the page request, counted from 1.
  ///   - beforePage: what happens before a page request is answered.
  ///   - readsSideBySide: whether pages are read side by side, until the engine wants them in order.
  init(
    readings: [[ItemPage]], jobs: [ExportJob] = [Sample.export()],
    faults: [Int: SourceError] = [:], beforePage: (@Sendable (Int) async -> Void)? = nil,
    readsSideBySide: Bool = false
  ) {
    state = Mutex(State(jobs: jobs, readings: readings, readsSideBySide: readsSideBySide))
    self.faults = faults
    self.beforePage = beforePage
  }

  /// A list that is the same at every reading.
  convenience init(
    _ items: [ItemPage.Item], pageSize: Int = 100, jobs: [ExportJob] = [Sample.export()],
    faults: [Int: SourceError] = [:], beforePage: (@Sendable (Int) async -> Void)? = nil,
    readsSideBySide: Bool = false
  ) {
    self.init(
      readings: [Self.pages(items, size: pageSize)], jobs: jobs, faults: faults,
      beforePage: beforePage, readsSideBySide: readsSideBySide)
  }

  var readsSideBySide: Bool { state.withLock { $0.readsSideBySide } }

  func readInOrder() { state.withLock { $0.readsSideBySide = false } }

  /// Everything the engine asked for, in order.
  var requests: [Request] { state.withLock { $0.requests } }

  /// How many pages the engine asked for.
  var pageRequests: Int {
    requests.count { if case .page = $0 { true } else { false } }
  }

  /// How many pages of data the engine asked for.
  var dataRequests: Int {
    requests.count { if case .dataPage = $0 { true } else { false } }
  }

  /// Gives pages of data from now on, one list for each time it is read from its first page; the last list stands for
  /// all further readings.
  func give(_ readings: [ItemDataPage]...) { state.withLock { $0.dataReadings = readings } }

  /// Gives this error instead of pages of data.
  func refuseData(_ error: SourceError) { state.withLock { $0.dataFault = error } }

  func dataPage(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemDataPage {
    if let fault = state.withLock({ $0.dataFault }) { throw fault }
    let page = state.withLock { state -> ItemDataPage? in
      state.requests.append(.dataPage(after: cursor))
      guard let cursor else {
        state.currentData =
          state.dataReadings.count > 1
          ? state.dataReadings.removeFirst() : state.dataReadings.first ?? []
        return state.currentData.first
      }
      let place = state.currentData.firstIndex { $0.endCursor == cursor }
      return place.flatMap { $0 + 1 < state.currentData.count ? state.currentData[$0 + 1] : nil }
    }
    guard let page else {
      throw SourceError(.cursorRefused, "the API does not take its own cursor")
    }
    return page
  }

  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob {
    state.withLock { state in
      state.requests.append(.job)
      return state.jobs.count > 1 ? state.jobs.removeFirst() : state.jobs[0]
    }
  }

  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage {
    state.withLock { $0.requests.append(.page(after: cursor)) }
    let number = pageRequests
    await beforePage?(number)
    if Task.isCancelled { throw SourceError(.cancelled, "the request was cancelled") }
    if let fault = faults[number] { throw fault }
    guard let page = state.withLock({ Self.page(after: cursor, &$0) }) else {
      throw SourceError(.cursorRefused, "the API does not take its own cursor")
    }
    return page
  }

  private static func page(after cursor: Cursor?, _ state: inout State) -> ItemPage? {
    guard let cursor else {
      let more = state.readings.count > 1
      state.current = more ? state.readings.removeFirst() : state.readings[0]
      return state.current.first
    }
    // A cursor is an opaque place in the list: it means the same whichever page gave it.
    let place = state.current.firstIndex { $0.endCursor == cursor }
    guard let place, place + 1 < state.current.count else { return nil }
    return state.current[place + 1]
  }
}

extension ScriptedSource {
  /// A list cut into pages of at most `size` items; the last page has a cursor too.
  static func pages(_ items: [ItemPage.Item], size: Int) -> [ItemPage] {
    pages(cut: stride(from: 0, to: items.count, by: size).map { Array(items[$0...].prefix(size)) })
  }

  /// A list whose pages hold these items; without any, one empty page.
  static func pages(cut: [[ItemPage.Item]]) -> [ItemPage] {
    let total = cut.map(\.count).reduce(0, +)
    guard !cut.isEmpty else {
      return [ItemPage(items: [], hasNextPage: false, endCursor: nil, total: 0)]
    }
    return cut.enumerated().map { index, items in
      ItemPage(
        items: items, hasNextPage: index + 1 < cut.count, endCursor: cursor(index), total: total)
    }
  }

  /// The data of items by their numbers, cut into pages of at most `size` items.
  static func data(
    _ items: [(number: Int, json: String)], size: Int, company: UInt64 = 1, total: Int? = nil,
    dates: [Int: String] = [:]
  ) -> [ItemDataPage] {
    let starts = items.isEmpty ? [0] : Array(stride(from: 0, to: items.count, by: size))
    return starts.map { start in
      ItemDataPage(
        items: items[start...].prefix(size).map { number, json in
          ItemDataPage.Item(
            entryID: Sample.entry(number), companyID: CompanyID(Identifier(high: 7, low: company)),
            date: dates[number], json: Array(json.utf8))
        }, hasNextPage: start + size < items.count, endCursor: cursor(1000 + start),
        total: total ?? items.count)
    }
  }

  /// A list cut into pages of none to nine items.
  static func pages(
    cutAtRandom items: [ItemPage.Item], _ random: inout SeededRandom
  ) -> [ItemPage] {
    var rest = items[...]
    var cut: [[ItemPage.Item]] = []
    while !rest.isEmpty {
      let size = Int.random(in: 0...9, using: &random)
      cut.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return pages(cut: cut)
  }

  /// A cursor as Pleo writes them: two words of base 32 with `=` between them.
  static func cursor(_ number: Int) -> Cursor {
    var random = SeededRandom(seed: number)
    let word = (0..<26).map { _ in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".randomElement(using: &random)
    }
    let text = "AAAAAADKQ2T5W" + String(word.prefix(7).compactMap(\.self)) + "="
    guard let cursor = Cursor(text + String(word.compactMap(\.self))) else {
      preconditionFailure("a cursor has a text")
    }
    return cursor
  }
}
