public import ExportModel

/// Where the items of an export job come from.
///
/// The engine calls one method at a time. An implementation retries what can be retried on its own
/// and throws only when it has given up; it ends soon, with ``SourceError/Code/cancelled``, when
/// the calling task is cancelled.
public protocol PageSource: Sendable {
  /// Says that the job and then its pages are asked for next, so that a source may send those requests side by side.
  ///
  /// Without a word of its own, a source does nothing.
  func prepareToRead(_ id: JobID) async

  /// The export jobs that the source's settings ask for and that are open, the oldest first
  /// (`GET /v3/export-jobs`).
  ///
  /// Only a source whose ``SourceModule/selection`` is ``ExportJobSelection/next(_:)`` is asked. The list is whole or
  /// an error.
  func exportJobs() async throws(SourceError) -> [ExportJob]

  /// What is known of the job now (`GET /v3/export-jobs/{jobId}`).
  ///
  /// Throws ``SourceError/Code/unknownJob`` when the API knows no such job.
  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob

  /// One page of the job's items (`GET /v3/export-jobs/{jobId}/items`).
  ///
  /// A page is whole or an error: never a part of what the API sent.
  ///
  /// - Parameter cursor: the `endCursor` of the page before; nil for the first page.
  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage

  /// One page of what the job's items are (`GET /v3/export-items?job_id=`).
  ///
  /// Only a source whose ``SourceModule/hasAccountingData`` is true is asked. A page is whole or an error.
  ///
  /// - Parameter cursor: the `endCursor` of the page before; nil for the first page.
  func dataPage(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemDataPage

  /// Whether pages may have been asked for side by side, so that an item that was added or removed meanwhile can
  /// be on two pages or on none: the list is whole only if the items add up to `total`, each once.
  ///
  /// Without a word of its own, a source reads them one after another.
  var readsSideBySide: Bool { get async }

  /// Asks for pages one after another from now on.
  func readInOrder() async
}

extension PageSource {
  /// There is none to find.
  public func exportJobs() -> [ExportJob] { [] }

  /// There is none: the list is empty.
  public func dataPage(of id: JobID, after cursor: Cursor?) -> ItemDataPage {
    ItemDataPage(items: [], hasNextPage: false, endCursor: nil, total: 0)
  }

  /// Nothing is sent ahead.
  public func prepareToRead(_ id: JobID) {}

  /// Pages are read one after another.
  public var readsSideBySide: Bool { false }

  /// Nothing changes.
  public func readInOrder() {}
}
