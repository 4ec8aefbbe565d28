import ExportModel
import Foundation
import JobFile
import SinkKit

/// What consumers of a route's sink have seen.
final class RouteWatch {
  let route: RouteDefinition
  /// The entries that have to come, in order.
  let expected: [EntryID]
  private let job: JobID
  private let consumer: any SinkConsumer
  private var seen: [DeliveredItem] = []

  /// Watches a route; nil where nothing can read its sink back.
  init?(
    _ route: RouteDefinition, of job: JobID, expecting expected: [EntryID], output: String
  ) {
    let printing: (any SinkConsumer)? =
      route.sink.claims.contains(.standardOutput) ? Printed(output, by: route.sink) : nil
    guard let consumer = route.sink.consumer ?? printing else { return nil }
    self.route = route
    self.expected = expected
    self.job = job
    self.consumer = consumer
  }

  /// Lets the consumer take what is there.
  func take() async throws { seen += try await consumer.take() }

  /// What came of it, once the last run has ended.
  func verdict() async throws -> RouteVerdict {
    let all = try await seen + consumer.items()
    var verdict = RouteVerdict(route: "\(route.name)")
    let mine = all.filter { $0.jobID == job }
    verdict.foreign = all.count - mine.count
    var counts: [EntryID: Int] = [:]
    for item in mine { counts[item.entryID, default: 0] += 1 }
    verdict.lost = expected.count { counts[$0] == nil }
    let repeated = counts.values.reduce(0) { $0 + $1 - 1 }
    if route.sink.showsItemsOnce {
      verdict.doubled = repeated
    } else {
      verdict.repeated = repeated
    }
    let wanted = Set(expected)
    verdict.foreign += counts.keys.count { !wanted.contains($0) }
    var known: Set<EntryID> = []
    let order = mine.map(\.entryID).filter { wanted.contains($0) && known.insert($0).inserted }
    verdict.isOutOfOrder = order != expected.filter(known.contains)
    if route.descriptor.finishes, !expected.isEmpty {
      let sets = try await consumer.wholeSets().filter { $0.jobID == job }
      verdict.isWrongOfWhole = sets.map(\.items) != [expected.count]
    }
    return verdict
  }
}

/// What a route's sink had, once the last run of a history had ended.
public struct RouteVerdict: Sendable {
  /// The route's name.
  public let route: String
  /// Items that did not come.
  public var lost = 0
  /// Items that came again, where the sink promises that each comes once.
  public var doubled = 0
  /// Items that came again, where the sink says that they may.
  public var repeated = 0
  /// Items that the route does not take, or that are of no such export job.
  public var foreign = 0
  /// Whether items came in another order.
  public var isOutOfOrder = false
  /// Whether nothing says that the set is whole, or it says another number of items.
  public var isWrongOfWhole = false

  /// Creates a verdict that finds nothing.
  public init(route: String) { self.route = route }

  /// What went wrong, in words; none where nothing did.
  public var problems: [String] {
    var problems: [String] = []
    if lost > 0 { problems.append("lost \(lost)") }
    if doubled > 0 { problems.append("doubled \(doubled)") }
    if foreign > 0 { problems.append("\(foreign) not its own") }
    if isOutOfOrder { problems.append("out of order") }
    if isWrongOfWhole { problems.append("not said to be whole") }
    return problems
  }

  /// What two histories add up to.
  public static func + (one: RouteVerdict, other: RouteVerdict) -> RouteVerdict {
    var sum = one
    sum.lost += other.lost
    sum.doubled += other.doubled
    sum.repeated += other.repeated
    sum.foreign += other.foreign
    sum.isOutOfOrder = one.isOutOfOrder || other.isOutOfOrder
    sum.isWrongOfWhole = one.isWrongOfWhole || other.isWrongOfWhole
    return sum
  }
}

/// What processes have printed: nobody takes a line away.
private struct Printed: SinkConsumer {
  private let file: String
  private let sink: any SinkModule

  init(_ file: String, by sink: any SinkModule) {
    self.file = file
    self.sink = sink
  }

  func items() throws -> [DeliveredItem] {
    try sink.items(printed: Array(Data(contentsOf: URL(filePath: file))))
  }

  func take() -> [DeliveredItem] { [] }
}
