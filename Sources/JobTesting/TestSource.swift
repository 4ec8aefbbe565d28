import ExportEngine
import ExportModel
import JobFile
import PageSourceKit

/// An export job whose pages a test gives. Like Pleo's, every page has a cursor, the last one too.
struct TestSource: PageSource {
  private let pages: [ItemPage]
  private let count: Int
  private let data: ItemDataPage

  init(_ test: JobTest, jobID: JobID) {
    let count = Set(test.pages.flatMap { $0.items.map(\.entry.id) }).count
    let given = Set(test.pages.compactMap(\.cursor))
    pages = test.pages.enumerated().map { index, page in
      ItemPage(
        items: page.items.map { .init(jobID: jobID, entryID: $0.entry.id, status: $0.status) },
        hasNextPage: index + 1 < test.pages.count,
        endCursor: page.cursor ?? Self.cursor(after: index, unlike: given), total: count)
    }
    self.count = count
    var known: Set<EntryID> = []
    let items = test.pages.flatMap(\.items).filter { known.insert($0.entry.id).inserted }
    data = ItemDataPage(
      items: items.map { item in
        .init(
          entryID: item.entry.id, companyID: CompanyID(Identifier(high: 0, low: 0)),
          date: item.data?.date, json: item.data?.json ?? Array("{}".utf8))
      }, hasNextPage: false, endCursor: nil, total: items.count)
  }

  /// What the items are, all on one page.
  func dataPage(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemDataPage {
    data
  }

  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob {
    ExportJob(id: id, status: .inProgress, numberOfItems: count)
  }

  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage {
    guard let cursor else { return pages[0] }
    guard let index = pages.firstIndex(where: { $0.endCursor == cursor }), index + 1 < pages.count
    else { throw SourceError(.cursorRefused, "the test has no page after '\(cursor)'") }
    return pages[index + 1]
  }

  private static func cursor(after page: Int, unlike given: Set<Cursor>) -> Cursor? {
    var text = "page-\(page + 1)"
    while let cursor = Cursor(text), given.contains(cursor) { text += "-" }
    return Cursor(text)
  }
}
