public import ExportModel

/// How many items were in each status, from one moment on.
public struct StatusCounts: Equatable, Sendable {
  /// The moment, in milliseconds since 1970-01-01T00:00:00Z.
  public let time: Int64
  /// How many items there were in each status; none in those that are not here.
  public let counts: [ItemStatus: Int]

  /// Creates counts.
  public init(time: Int64, counts: [ItemStatus: Int]) {
    self.time = time
    self.counts = counts
  }
}

/// What a ledger knows of how the items of an export job came and changed.
public struct StatusTimeline: Sendable {
  /// Items that were stored together.
  public struct Addition: Equatable, Sendable {
    /// The ordinal of the first of them.
    public let first: Ordinal
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    public let time: Int64

    /// Creates an addition.
    public init(first: Ordinal, time: Int64) {
      self.first = first
      self.time = time
    }
  }

  /// Items whose status changed in the same way at the same time.
  public struct Change: Equatable, Sendable {
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    public let time: Int64
    /// The status before.
    public let old: ItemStatus
    /// The status after.
    public let new: ItemStatus
    /// How many items.
    public let items: Int

    /// Creates a change.
    public init(time: Int64, old: ItemStatus, new: ItemStatus, items: Int) {
      self.time = time
      self.old = old
      self.new = new
      self.items = items
    }
  }

  private let additions: [Addition]
  private let changes: [Change]
  private let firstStatuses: [Ordinal: ItemStatus]

  /// Creates a timeline.
  ///
  /// - Parameters:
  ///   - additions: in the order of their ordinals.
  ///   - changes: in the order of time.
  ///   - firstStatuses: the status that an item was stored with, of each whose status changed.
  public init(
    additions: [Addition], changes: [Change], firstStatuses: [Ordinal: ItemStatus]
  ) {
    self.additions = additions
    self.changes = changes
    self.firstStatuses = firstStatuses
  }

  /// The counts after each moment at which something came or changed, the oldest first.
  ///
  /// - Parameter items: the items with their statuses now.
  public func counts(of items: ItemTable) -> [StatusCounts] {
    var moves: [Int64: [ItemStatus: Int]] = [:]
    for (index, addition) in additions.enumerated() {
      let end = index + 1 < additions.count ? additions[index + 1].first : items.count
      for ordinal in addition.first..<max(addition.first, end) {
        guard let status = firstStatuses[ordinal] ?? items.table[items.statuses[ordinal]] else {
          continue
        }
        moves[addition.time, default: [:]][status, default: 0] += 1
      }
    }
    for change in changes {
      moves[change.time, default: [:]][change.old, default: 0] -= change.items
      moves[change.time, default: [:]][change.new, default: 0] += change.items
    }
    var now: [ItemStatus: Int] = [:]
    return moves.sorted { $0.key < $1.key }.map { time, moved in
      now = now.merging(moved, uniquingKeysWith: +).filter { $0.value > 0 }
      return StatusCounts(time: time, counts: now)
    }
  }
}
