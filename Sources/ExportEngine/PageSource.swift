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

/// One page as the API gave it, checked for its shape and not yet for its meaning.
public struct ItemPage: Sendable {
  /// One item of a page.
  public struct Item: Equatable, Sendable {
    /// The job that the item says it belongs to.
    public let jobID: JobID
    /// The item's id.
    public let entryID: EntryID
    /// The item's status.
    public let status: ItemStatus

    /// Creates an item.
    public init(jobID: JobID, entryID: EntryID, status: ItemStatus) {
      self.jobID = jobID
      self.entryID = entryID
      self.status = status
    }
  }

  /// The items in the order of the page; a page may have none.
  public let items: [Item]
  /// Whether another page follows: the only thing that decides.
  public let hasNextPage: Bool
  /// What to send as `after` for the next page; the last page has one too.
  public let endCursor: Cursor?
  /// How many items the API says the job has, if it says so.
  public let total: Int?

  /// Creates a page.
  public init(items: [Item], hasNextPage: Bool, endCursor: Cursor?, total: Int?) {
    self.items = items
    self.hasNextPage = hasNextPage
    self.endCursor = endCursor
    self.total = total
  }
}

/// Why a page or a job could not be had.
public struct SourceError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it is: an open set, so that kinds can be added.
  public struct Code: Hashable, Sendable {
    private enum Kind { case unreachable, denied, unknownJob, badAnswer, cursorRefused, cancelled }

    private let kind: Kind

    /// No answer, or none but "later", after every retry.
    public static let unreachable = Code(kind: .unreachable)
    /// The token is missing, wrong or not enough.
    public static let denied = Code(kind: .denied)
    /// The API knows no such job.
    public static let unknownJob = Code(kind: .unknownJob)
    /// The API answered what it must not.
    public static let badAnswer = Code(kind: .badAnswer)
    /// The API does not take the cursor that it gave: the list must be read from its first page.
    public static let cursorRefused = Code(kind: .cursorRefused)
    /// The calling task was cancelled.
    public static let cancelled = Code(kind: .cancelled)
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened, in the operator's words; holds no token and no part of one.
  public let message: String
  /// What the operator can do.
  public let hint: String?
  /// What the ledger keeps of it: what happened, without the words of the other side.
  public let record: String

  /// Creates an error.
  ///
  /// - Parameter record: where the message quotes the other side, what to keep in its place.
  public init(_ code: Code, _ message: String, hint: String? = nil, record: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.record = record ?? message
  }

  /// The message, with the hint where there is one.
  public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
