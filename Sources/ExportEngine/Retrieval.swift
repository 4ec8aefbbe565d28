import CrashPoints
import ExportModel
import PageSourceKit

/// Reads every page of a job: the whole list or an error, never a part of it.
struct Retrieval: Sendable {
  let source: any PageSource
  let jobID: JobID
  let observer: any RunObserver
  private let reader: ListReader

  /// - Parameter expected: how many items the job says it has, if it says so.
  init(source: any PageSource, jobID: JobID, expected: Int?, observer: any RunObserver) {
    self.source = source
    self.jobID = jobID
    self.observer = observer
    reader = ListReader(source: source, name: "page", expected: expected, observer: observer)
  }

  /// Every item of the job, each once.
  func wholeSet() async throws(SourceError) -> Snapshot {
    try await reader.whole { () async throws(ListReader.Failure) in try await readOnce() }
  }

  private func readOnce() async throws(ListReader.Failure) -> Snapshot {
    var pages = PageColumns()
    try await reader.read { cursor async throws(SourceError) in
      try await source.page(of: jobID, after: cursor)
    } _: { page, number throws(ListReader.Failure) in
      try append(page, number: number, to: &pages)
      observer.observe(
        .pageRead(number: number, items: page.items.count, soFar: pages.count, total: page.total))
      CrashPoint.pageRead.pass()
      let (entryIDs, total) = (pages.entryIDs, pages.total)
      return .init(count: entryIDs.count, total: total) { Set(entryIDs).count }
    }
    return try await seal(pages)
  }

  private func append(
    _ page: ItemPage, number: Int, to pages: inout PageColumns
  ) throws(ListReader.Failure) {
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

  private func seal(_ pages: PageColumns) async throws(ListReader.Failure) -> Snapshot {
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
