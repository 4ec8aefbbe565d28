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
    let data = items.compactMap { item -> ItemDataPage.Item? in
      let (json, date): ([UInt8], String?)
      switch item.data {
      case .missing: return nil
      case .unspecified: (json, date) = (Array("{}".utf8), nil)
      case .object(let object, let day): (json, date) = (object, day)
      }
      return .init(
        entryID: item.entry.id, companyID: CompanyID(Identifier(high: 0, low: 0)), date: date,
        json: json)
    }
    self.data = ItemDataPage(
      items: data, hasNextPage: false, endCursor: nil, total: data.count)
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
