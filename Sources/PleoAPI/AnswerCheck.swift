import ExportEngine
import ExportModel

/// The most items of a page that are taken where fewer were asked for.
private let mostItems = 1000

/// The job, without a reason that is not fit to be shown; throws where a word of it is the token.
func checked(_ job: ExportJob, redaction: Redaction) throws(SourceError) -> ExportJob {
  if !job.status.isOpen, !job.status.isFinished {
    try check(word: job.status.name, at: "$.data.status", redaction: redaction)
  }
  guard let reason = job.failureReasonType else { return job }
  let isFit = isPrintable(reason) && reason.utf8.count <= 100
  if isFit {
    try check(word: reason, at: "$.data.failureReasonType", redaction: redaction)
  }
  return ExportJob(
    id: job.id, status: job.status, numberOfItems: job.numberOfItems,
    failureReasonType: isFit ? reason : nil)
}

/// Throws where the page is far larger than asked for, or a word of it must not be stored.
///
/// - Parameter asked: how many items were asked for.
func check(_ page: ItemPage, asked: Int, redaction: Redaction) throws(SourceError) {
  let count = page.items.count
  guard count <= max(asked, mostItems) else {
    let limit =
      asked < mostItems
      ? "more than the \(mostItems) that are taken where \(asked) were asked for"
      : "more than the \(asked) that were asked for"
    throw SourceError(.badAnswer, "the page has \(count) items, \(limit)")
  }
  for (index, item) in page.items.enumerated() where !item.status.isKnown {
    try check(word: item.status.name, at: "$.data[\(index)].status", redaction: redaction)
  }
  if let cursor = page.endCursor {
    try check(word: cursor.text, at: "$.pagination.endCursor", redaction: redaction)
  }
}

/// Throws where a word of the API, which is logged and stored, could move a terminal's cursor or
/// holds a part of the token; the error does not repeat it.
private func check(word: String, at path: String, redaction: Redaction) throws(SourceError) {
  guard isPrintable(word) else {
    throw SourceError(.badAnswer, "\(path): expected a word of printable ASCII characters")
  }
  guard !redaction.finds(in: word) else {
    throw SourceError(.badAnswer, "\(path): expected a word of the API, found a part of the token")
  }
}

/// Whether every byte is a visible character of ASCII.
private func isPrintable(_ word: String) -> Bool {
  word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}
