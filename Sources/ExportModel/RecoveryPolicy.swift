/// What to do with an item that a run finds but does not simply process or leave.
public struct RecoveryPolicy: Equatable, Sendable {
  /// What to do with `in_progress` items that no earlier run of ours has stored as work.
  public enum InProgress: String, CaseIterable, Sendable {
    /// Someone else is at it: leave it.
    case skip
    /// A person must look: count it as held.
    case hold
    /// Process it as if it were pending.
    case process
  }

  /// What to do with items in a status that the API does not document.
  public enum UnknownStatus: String, CaseIterable, Sendable {
    /// A person must look: count it as held.
    case hold
    /// Leave it.
    case skip
  }

  /// What to do with an item that became final at the source while a route still owes it.
  public enum Finished: String, CaseIterable, Sendable {
    /// A person must look: it stays owed.
    case hold
    /// Deliver it in spite of that.
    case deliver
    /// Leave it: whoever reported it has processed it.
    case skip
  }

  /// What to do with an entry that was delivered as part of an earlier export job.
  public enum DeliveredBefore: String, CaseIterable, Sendable {
    /// Deliver it; its message names the earlier job.
    case deliver
    /// A person must look: it stays owed.
    case hold
  }

  /// What to do with an item of which the API has no accounting data, where the job definition asks for some.
  public enum MissingData: String, CaseIterable, Sendable {
    /// A person must look: it stays owed.
    case hold
    /// The run ends, and nothing is stored.
    case fail
  }

  /// The statuses that need work.
  public let process: Set<ItemStatus>
  /// What to do with `in_progress` items that no earlier run of ours has stored as work.
  public let inProgress: InProgress
  /// What to do with items in a status that the API does not document.
  public let unknownStatus: UnknownStatus
  /// What to do with items that became final while a route still owes them; a route may say its own.
  public let finished: Finished
  /// What to do with entries that were delivered as part of an earlier export job.
  public let deliveredBefore: DeliveredBefore
  /// What to do with items of which the API has no accounting data.
  public let missingData: MissingData

  /// Creates a policy.
  public init(
    process: Set<ItemStatus> = [.pending], inProgress: InProgress = .skip,
    unknownStatus: UnknownStatus = .hold, finished: Finished = .hold,
    deliveredBefore: DeliveredBefore = .deliver, missingData: MissingData = .hold
  ) {
    self.process = process
    self.inProgress = inProgress
    self.unknownStatus = unknownStatus
    self.finished = finished
    self.deliveredBefore = deliveredBefore
    self.missingData = missingData
  }
}

/// The order in which the items of one snapshot are processed.
public enum ItemOrder: String, CaseIterable, Sendable {
  /// By entry id: the same whatever order the pages arrive in.
  case entryID = "entry_id"
  /// By the date of each item's accounting data, and then by entry id; those without a date come last.
  case transactionDate = "transaction_date"
  /// As the API lists them, which the API does not promise to repeat
  /// (*The Export API*, *Pages*).
  case source
}

/// What a count that does not add up does to the run.
public enum Completeness: String, CaseIterable, Sendable {
  /// The run ends, and nothing is stored.
  case strict
  /// The run says so and goes on.
  case warn
}
