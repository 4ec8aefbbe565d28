public import ExportModel

/// Items to deliver together, in order: at least one, all of one job.
public struct ItemBatch: Sendable {
  /// The items in ascending ordinal order.
  public let items: [StoredItem]

  /// Creates a batch; a batch without items, out of order or of several jobs is a mistake in the
  /// program.
  public init(_ items: [StoredItem]) {
    precondition(!items.isEmpty, "a batch has at least one item")
    precondition(
      zip(items, items.dropFirst()).allSatisfy { $0.ordinal < $1.ordinal && $0.jobID == $1.jobID },
      "a batch is in order and of one job")
    self.items = items
  }

  /// The job that every item of the batch belongs to.
  public var jobID: JobID { items[0].jobID }
}

/// What a delivery did.
public struct DeliveryReceipt: Equatable, Sendable {
  /// An item that the sink will never take.
  public struct Rejection: Equatable, Sendable {
    /// The item.
    public let entryID: EntryID
    /// Why, for a person; holds no secret.
    public let reason: String

    /// Creates a rejection.
    public init(_ entryID: EntryID, reason: String) {
      self.entryID = entryID
      self.reason = reason
    }
  }

  /// How many items are new in the sink.
  public let written: Int
  /// How many items were there already, and are still there once.
  public let absorbed: Int
  /// The items that the sink will never take.
  public let rejected: [Rejection]

  /// Creates a receipt; the three counts add up to the batch's.
  public init(written: Int, absorbed: Int = 0, rejected: [Rejection] = []) {
    self.written = written
    self.absorbed = absorbed
    self.rejected = rejected
  }
}
