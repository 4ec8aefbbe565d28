import ExportModel
import PageSourceKit

/// A source whose pages are in memory.
struct HeldPages: PageSource {
  let pages: [ItemPage]

  func exportJob(_ id: JobID) -> ExportJob {
    ExportJob(id: id, status: ExportJobStatus("in_progress"), numberOfItems: pages.first?.total)
  }

  func page(of id: JobID, after cursor: Cursor?) -> ItemPage {
    let items = cursor.flatMap { Int($0.text) } ?? 0
    return pages[items / Generated.pageSize]
  }
}
