import ExportModel

/// What one route still has to deliver, batch by batch: first its late work, then what lies from its
/// position on, each in ordinal order.
struct RouteQueue {
  /// Items to deliver together, and what to record once they are delivered.
  struct Batch: Equatable {
    var ordinals: [Ordinal] = []
    /// The route's position after the batch.
    var position: Ordinal
    /// Whether the batch is late work.
    var isLate = false
    /// Work that the position passes without a delivery.
    var passed: [Ordinal] = []
  }

  /// How many bytes of data a batch has at most, but for an item that has more by itself.
  static let dataLimit = 16 << 20

  private let obligations: RouteObligations
  private let dataSize: (Ordinal) -> Int
  private let end: Ordinal
  private var late: ArraySlice<Ordinal>
  private var position: Ordinal
  /// How many items are still to be delivered.
  private(set) var outstanding: Int
  /// How many of them are late work.
  var lateOutstanding: Int { late.count }

  /// - Parameter dataSize: how many bytes of data an item has.
  init(
    _ obligations: RouteObligations, items: Int, progress: RouteProgress?, outstanding: Int,
    dataSize: @escaping (Ordinal) -> Int = { _ in 0 }
  ) {
    self.obligations = obligations
    self.dataSize = dataSize
    self.outstanding = outstanding
    end = items
    position = progress?.position ?? 0
    late =
      (progress?.late ?? [])
      .filter { obligations.obligation($0) == .outstanding(late: true) }.sorted()[...]
  }

  /// The next batch of at most `limit` items and ``dataLimit`` bytes; nil when nothing is left.
  mutating func next(limit: Int) -> Batch? {
    let batch = late.isEmpty ? nextInOrder(limit) : nextLate(limit)
    outstanding -= batch?.ordinals.count ?? 0
    return batch
  }

  private mutating func nextLate(_ limit: Int) -> Batch {
    var room = Room()
    let ordinals = Array(late.prefix(limit).prefix { room.takes(dataSize($0)) })
    late = late.dropFirst(ordinals.count)
    return Batch(ordinals: ordinals, position: position, isLate: true)
  }

  /// What still fits into a batch.
  private struct Room {
    private var bytes: Int?

    /// Takes the data of an item; false where it is too much for a batch that has others.
    mutating func takes(_ size: Int) -> Bool {
      let sum = (bytes ?? 0) + size
      guard bytes == nil || sum <= RouteQueue.dataLimit else { return false }
      bytes = sum
      return true
    }
  }

  private mutating func nextInOrder(_ limit: Int) -> Batch? {
    var batch = Batch(position: position)
    var passed: [Ordinal] = []
    var ordinal = position
    var room = Room()
    walk: while ordinal < end, batch.ordinals.count < limit {
      switch obligations.obligation(ordinal) {
      case .outstanding:
        guard room.takes(dataSize(ordinal)) else { break walk }
        batch.ordinals.append(ordinal)
        // Only what lies before a delivered item is passed; the rest is met again next time.
        batch.passed += passed
        passed = []
      case .held, .skipped, .settled: passed.append(ordinal)
      case .notAsked, .notTaken, .delivered, .rejected: break
      }
      ordinal += 1
    }
    guard let last = batch.ordinals.last else { return nil }
    position = last + 1
    batch.position = position
    return batch
  }
}
