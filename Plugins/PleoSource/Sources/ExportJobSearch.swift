import PageSourceKit

/// Which export jobs are looked for.
struct ExportJobSearch: Equatable, Sendable {
  /// How many jobs a page of the list is asked to have.
  static let pageSize = 100

  /// What is asked for, in words.
  static let list = "the list of export jobs"

  /// How many jobs a list may have.
  static let mostJobs = 10_000

  /// The company whose jobs they are.
  let company: CompanyID
  /// The statuses that they may have.
  let statuses: [ExportJobStatus]

  /// A job that the API gives for the search, or asks about: it must be the company's.
  func checked(_ job: ExportJob, at path: String) throws(SourceError) -> ExportJob {
    guard let found = job.companyID else {
      throw SourceError(
        .badAnswer, "\(path).companyId: expected '\(company)', found nothing",
        hint:
          "export job \(job.id) does not say whose it is; nothing of it was touched: report it to Pleo"
      )
    }
    guard found == company else {
      throw SourceError(
        .foreignJob, "\(path).companyId: expected '\(company)', found '\(found)'",
        hint:
          "export job \(job.id) is another company's; nothing of it was touched: check 'company' and the token"
      )
    }
    return job
  }

  /// What is left of the jobs of a list: each once, as it came last, in a status that is looked for, the oldest
  /// first. Those that do not say when they were created come before.
  func chosen(from jobs: [ExportJob]) -> [ExportJob] {
    Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values
      .filter { statuses.contains($0.status) }
      .sorted { ($0.createdAt ?? .min, $0.id) < ($1.createdAt ?? .min, $1.id) }
  }
}
