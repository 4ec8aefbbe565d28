import PageSourceKit

/// The most items of a page that are taken where fewer were asked for.
private let mostItems = 1000

/// The job, without a reason that is not fit to be shown, and without the token.
func checked(_ job: ExportJob, redaction: Redaction) throws(SourceError) -> ExportJob {
  if !job.status.isOpen, !job.status.isFinished {
    try check(word: job.status.name, at: "$.data.status")
  }
  let reason = job.failureReasonType.flatMap { reason in
    isPrintable(reason) && reason.utf8.count <= 100
      ? redaction.harmless(reason, limit: 100) : nil
  }
  let status = job.status.name
  return ExportJob(
    id: job.id, companyID: job.companyID,
    status: redaction.finds(in: status)
      ? ExportJobStatus(redaction.harmless(status, limit: 100)) : job.status,
    createdAt: job.createdAt, timeLeft: job.timeLeft, numberOfItems: job.numberOfItems,
    failureReasonType: reason)
}

/// The page; a status that holds a part of the token is masked, because statuses are stored and shown.
/// Throws where the page is far larger than asked for, or a word of it must not be shown.
///
/// - Parameter asked: how many items were asked for.
func checked(
  _ page: ItemPage, asked: Int, redaction: Redaction
) throws(SourceError) -> ItemPage {
  try check(page.items.count, asked: asked)
  var isMasked = false
  for (index, item) in page.items.enumerated() where !item.status.isKnown {
    try check(word: item.status.name, at: "$.data[\(index)].status")
    isMasked = isMasked || redaction.finds(in: item.status.name)
  }
  // A cursor is sent back as it is; nobody stores or shows one.
  if let cursor = page.endCursor { try check(word: cursor.text, at: "$.pagination.endCursor") }
  guard isMasked else { return page }
  return ItemPage(
    items: page.items.map { masked($0, redaction) }, hasNextPage: page.hasNextPage,
    endCursor: page.endCursor, total: page.total)
}

/// Throws where a page is far larger than asked for.
private func check(_ count: Int, asked: Int) throws(SourceError) {
  guard count > max(asked, mostItems) else { return }
  let limit =
    asked < mostItems
    ? "more than the \(mostItems) that are taken where \(asked) were asked for"
    : "more than the \(asked) that were asked for"
  throw SourceError(.badAnswer, "the page has \(count) items, \(limit)")
}

/// Throws where a page of data is far larger than asked for, or its cursor must not be shown.
func checkPage(_ page: ItemDataPage, asked: Int) throws(SourceError) {
  try check(page.items.count, asked: asked)
  if let cursor = page.endCursor { try check(word: cursor.text, at: "$.pagination.endCursor") }
}

private func masked(_ item: ItemPage.Item, _ redaction: Redaction) -> ItemPage.Item {
  guard !item.status.isKnown, redaction.finds(in: item.status.name),
    let status = ItemStatus(redaction.harmless(item.status.name, limit: 60))
  else { return item }
  return ItemPage.Item(jobID: item.jobID, entryID: item.entryID, status: status)
}

/// Throws where a word of the API, which is logged and stored, could move a terminal's cursor.
private func check(word: String, at path: String) throws(SourceError) {
  guard isPrintable(word) else {
    throw SourceError(.badAnswer, "\(path): expected a word of printable ASCII characters")
  }
}

/// Whether every byte is a visible character of ASCII.
private func isPrintable(_ word: String) -> Bool {
  word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}
