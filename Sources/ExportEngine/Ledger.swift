public import Diagnostics
public import ExportModel

/// What we know of our own work, kept across runs.
///
/// Every method that changes something is one transaction: when it returns, the change is durable
/// against the loss of power; when it throws or the process dies, nothing has changed. The engine
/// holds the state directory's lock while it uses a ledger, so there is one writer.
public protocol Ledger: Sendable {
  /// Everything known of a job; an empty record for a job never seen.
  func record(of job: JobID) async throws(LedgerError) -> JobRecord

  /// For each of these entries that other export jobs have as well, what is known of it there, the
  /// newest job first.
  func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) async throws(LedgerError) -> [EntryID: [ItemElsewhere]]

  /// The export jobs, other than `job` where one is given, of which routes of a job definition, by all names that
  /// it has had, may owe items,
  /// in the order in which they were first stored: those of which something was stored since
  /// ``store(clear:of:)`` named them.
  func jobsInDoubt(
    of definition: [Name], beside job: JobID?
  ) async throws(LedgerError) -> [JobID]

  /// Stores what a snapshot brought: new items, changed ones, late work, and what is no longer listed.
  /// The export job is open.
  ///
  /// Called only with something to store.
  func store(_ change: JobChange, of job: JobID) async throws(LedgerError)

  /// Stores that a batch was delivered: moves the route's position, takes delivered items off its
  /// late work, adds passed ones to it, and keeps the rejected items.
  func store(_ delivery: RecordedDelivery, of job: JobID) async throws(LedgerError)

  /// Stores that the sink of a route has made known that it has all items of an export job; until the route delivers again.
  func store(finished route: Name, of job: JobID) async throws(LedgerError)

  /// Stores that the routes of a job definition owe nothing of these export jobs.
  func store(clear jobs: [JobID], of definition: [Name]) async throws(LedgerError)

  /// Stores what a run did, at its end; a job that is not clear is in doubt from then on; the export job is known as ended where the receipt says so.
  func store(_ receipt: RunReceipt) async throws(LedgerError)
}

/// Why the ledger could not be read or written.
public struct LedgerError: OperatorError {
  /// What kind of trouble it is: an open set, so that kinds can be added.
  public struct Code: Hashable, Sendable {
    private enum Kind { case storage, denied, unreadable }

    private let kind: Kind

    /// The disk is full, read-only or failing.
    public static let storage = Code(kind: .storage)
    /// The ledger may not be used: permissions, ownership.
    public static let denied = Code(kind: .denied)
    /// The file is damaged, is no ledger, or was written by a newer version.
    public static let unreadable = Code(kind: .unreadable)
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened, in the operator's words.
  public let message: String
  /// What the operator can do.
  public let hint: String?
  /// What lies beneath, if anything.
  public let cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.cause = cause
  }
}
