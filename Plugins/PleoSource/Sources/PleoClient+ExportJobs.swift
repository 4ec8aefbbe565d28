import HTTPExchange
import JSONReader
import PageSourceKit

/// Finds the export jobs that are open (`GET /v3/export-jobs`).
extension PleoClient {
  /// The open jobs that the settings ask for; see ``PageSource``.
  ///
  /// A list that changes while it is read is read again, a bounded number of times.
  func exportJobs() async throws(SourceError) -> [ExportJob] {
    guard let search = configuration.search else { return [] }
    var attempt = 1
    while true {
      let (jobs, total) = try await listedJobs(search)
      let count = Set(jobs.map(\.id)).count
      guard let total, total != count else { return search.chosen(from: jobs) }
      guard attempt < 3 else {
        throw SourceError(
          .badAnswer,
          "the list of export jobs holds \(count) different jobs, but its 'total' is \(total)",
          hint: "run again when the list no longer changes")
      }
      attempt += 1
    }
  }

  /// Every job of the list, as often as it came, and how many the last page says there are.
  private func listedJobs(_ search: ExportJobSearch) async throws(SourceError) -> (
    [ExportJob], Int?
  ) {
    var jobs: [ExportJob] = []
    var cursors: Set<Cursor> = []
    var cursor: Cursor?
    while true {
      let answer = try await ask(.jobs(search, after: cursor), what: ExportJobSearch.list)
      let page = try jobPage(in: answer)
      for (index, job) in page.jobs.enumerated() {
        jobs.append(
          try search.checked(checked(job, redaction: redaction), at: "$.data[\(index)]"))
      }
      guard page.hasNextPage else { return (jobs, page.total) }
      guard let end = page.endCursor, cursors.insert(end).inserted,
        jobs.count <= ExportJobSearch.mostJobs
      else {
        throw SourceError(
          .badAnswer, "the list of export jobs does not come to an end",
          hint: "run again later, and report it to Pleo if it stays")
      }
      cursor = end
    }
  }

  private func jobPage(in answer: WholeResponse) throws(SourceError) -> ResponseShape.JobPage {
    let now = time(of: answer)
    do throws(SourceError) {
      return try reader.read(answer) { root throws(ShapeError) in
        try ResponseShape.jobs(root, now: now)
      }
    } catch {
      throw SourceError(
        error.code, "\(ExportJobSearch.list): \(error.message)", hint: error.hint,
        record: "\(ExportJobSearch.list): \(error.record)", cause: error.cause)
    }
  }
}
