public import ExportModel

/// A ledger that is only looked at: nothing is created or changed, and a run may be going on.
///
/// A ledger of an older format may not know all that is asked; it answers with what it knows.
public protocol LedgerReading {
  /// Every job that has items, in the order in which they were first stored.
  func jobs() throws(LedgerError) -> [JobID]

  /// Everything known of a job; an empty record for a job never seen.
  func record(of job: JobID) throws(LedgerError) -> JobRecord

  /// The items of a job that a sink will never take, by route and in order; one that was rejected more than
  /// once, with the newest reason.
  func rejected(of job: JobID) throws(LedgerError) -> [RejectedItem]

  /// What the newest runs of a job did, at most `limit` of them, the newest first.
  func runs(of job: JobID, limit: Int) throws(LedgerError) -> [RunReceipt]

  /// The newest runs, at most `limit` of them, the newest first: of every job definition and export job, and those that
  /// have not come to their end.
  func runs(limit: Int) throws(LedgerError) -> [RecordedRun]

  /// The newest run of each export job of a job definition, by all names that it has had, where that run did not come
  /// to a good end, the oldest first.
  func unfinishedRuns(of definition: [Name]) throws(LedgerError) -> [RecordedRun]

  /// What is known of entries as items of other export jobs, the newest job first.
  func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) throws(LedgerError) -> [EntryID: [ItemElsewhere]]

  /// The other export jobs of which routes of a job definition may owe items; see
  /// ``Ledger/jobsInDoubt(of:beside:)``.
  func jobsInDoubt(of definition: [Name], beside job: JobID?) throws(LedgerError) -> [JobID]

  /// The job definitions of runs, by name, and the files that each was read from.
  func definitions() throws(LedgerError) -> [ReadDefinition]

  /// What people decided about routes, the newest decision first.
  func decisions() throws(LedgerError) -> [RecordedDecision]

  /// How the items of a job came and changed, as far as a history was kept.
  func timeline(of job: JobID) throws(LedgerError) -> StatusTimeline

  /// What became of the item at an ordinal of a job, as far as a history was kept.
  func history(of ordinal: Ordinal, in job: JobID) throws(LedgerError) -> ItemHistory
}

/// A job definition that runs were of, and a file that it was read from, as an absolute path without symbolic
/// links, or `-`.
public typealias ReadDefinition = (name: Name, file: String)

/// An item that a route's sink will never take.
public struct RejectedItem: Equatable, Sendable {
  /// The route.
  public let route: Name
  /// The item's ordinal.
  public let ordinal: Ordinal
  /// The item.
  public let entryID: EntryID
  /// Why, in the sink's words.
  public let reason: String

  /// Describes a rejected item.
  public init(route: Name, ordinal: Ordinal, entryID: EntryID, reason: String) {
    self.route = route
    self.ordinal = ordinal
    self.entryID = entryID
    self.reason = reason
  }
}
