/// The positions of the items on one page, and what lies around it.
struct SandboxPage {
  /// How many items a page has when the request does not say: that of a sibling API, for Pleo
  /// does not document its own here (*The Export API*, *Pages*).
  static let defaultSize = 20

  let positions: [Int]
  let hasPrevious: Bool
  let hasNext: Bool
  /// How many items there are on all pages.
  let total: Int

  /// Cuts the page that `request` asks for out of a job's items; refused when its cursor is none
  /// of this job's.
  init(_ request: PageRequest, of job: SimulatedJob, cap: Int) throws(SandboxErrorResponse) {
    let all = 0..<job.itemCount
    if let status = request.status {
      let chosen = all.filter { job.itemStatus(at: $0) == status }
      try self.init(request, cap: cap, from: chosen, positionOf: job.position(ofCursor:))
    } else {
      try self.init(request, cap: cap, from: all, positionOf: job.position(ofCursor:))
    }
  }

  /// Cuts the page that `request` asks for out of ascending positions; refused when its cursor is none of them.
  init(
    _ request: PageRequest, cap: Int, from candidates: some RandomAccessCollection<Int>,
    positionOf position: (String) -> Int?
  ) throws(SandboxErrorResponse) {
    let size = min(request.limit ?? Self.defaultSize, cap)
    let total = candidates.count
    let bounds: Range<Int>
    switch request.start {
    case .beginning:
      bounds = 0..<min(size, total)
    case .offset(let offset):
      let lower = min(offset, total)
      bounds = lower..<min(lower + size, total)
    case .after(let cursor):
      let lower = Self.count(of: candidates, below: try Self.known(cursor, position) + 1)
      bounds = lower..<min(lower + size, total)
    case .before(let cursor):
      let upper = Self.count(of: candidates, below: try Self.known(cursor, position))
      bounds = max(upper - size, 0)..<upper
    }
    self.positions = Array(candidates.dropFirst(bounds.lowerBound).prefix(bounds.count))
    self.hasPrevious = bounds.lowerBound > 0
    self.hasNext = bounds.upperBound < total
    self.total = total
  }

  /// How many of the ascending `positions` are below `limit`, by halving.
  private static func count(of positions: some RandomAccessCollection<Int>, below limit: Int) -> Int
  {
    var rest = positions[...]
    while !rest.isEmpty {
      let middle = rest.index(rest.startIndex, offsetBy: rest.count / 2)
      if rest[middle] < limit {
        rest = rest[rest.index(after: middle)...]
      } else {
        rest = rest[..<middle]
      }
    }
    return positions.distance(from: positions.startIndex, to: rest.startIndex)
  }
}

extension SandboxPage {
  fileprivate static func known(
    _ cursor: String, _ position: (String) -> Int?
  ) throws(SandboxErrorResponse) -> Int {
    guard let position = position(cursor) else {
      throw .badRequest("'\(cursor)' is not a cursor of this list; send one that a page gave")
    }
    return position
  }
}
