public import ExportModel

/// The items of a job in the order of their ordinals, as columns: item n is at index n.
public struct ItemTable: Equatable, Sendable {
  /// The ids.
  public private(set) var entryIDs: [EntryID] = []
  /// The newest status of each.
  public private(set) var statuses: [StatusCode] = []
  /// The status with which each was first stored as work; ``StatusCode/none`` for one that never
  /// needed any. Routes decide by it, so that a decision once made stands.
  public private(set) var work: [StatusCode] = []
  /// What the codes of both columns stand for.
  public var table = StatusTable()

  /// Creates an empty table.
  public init() {}

  /// Adds items to an empty table whose ids are in a column already, which is shared and not copied.
  mutating func fill(
    _ entryIDs: [EntryID], statuses: (Int) -> StatusCode, work: (StatusCode) -> StatusCode
  ) {
    precondition(isEmpty, "only an empty table is filled")
    self.entryIDs = entryIDs
    self.statuses = entryIDs.indices.map(statuses)
    self.work = self.statuses.map(work)
  }

  /// Whether there is no item.
  var isEmpty: Bool { entryIDs.isEmpty }

  /// How many items there are.
  public var count: Int { entryIDs.count }

  /// Makes room for `count` items in all.
  public mutating func reserve(_ count: Int) {
    entryIDs.reserveCapacity(count)
    statuses.reserveCapacity(count)
    work.reserveCapacity(count)
  }

  /// Adds an item at the next ordinal; codes are of ``table``.
  public mutating func append(_ entryID: EntryID, status: StatusCode, work: StatusCode) {
    entryIDs.append(entryID)
    statuses.append(status)
    self.work.append(work)
  }

  /// Changes the statuses of one item; codes are of ``table``.
  public mutating func update(_ ordinal: Ordinal, status: StatusCode, work: StatusCode) {
    statuses[ordinal] = status
    self.work[ordinal] = work
  }
}
