public import ExportModel

/// Where the items of an export job come from.
///
/// The engine calls one method at a time. An implementation retries what can be retried on its own
/// and throws only when it has given up; it ends soon, with ``SourceError/Code/cancelled``, when
/// the calling task is cancelled.
public protocol PageSource: Sendable {
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
}
