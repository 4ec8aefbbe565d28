public import Diagnostics
public import ExportModel
public import PageSourceKit
public import Predicates
import Settings
public import SinkKit

/// One job, as its file defines it: everything in it is right and nothing is left to default.
public struct JobDefinition: Sendable {
  /// The job's identity: state folder, lock, label in logs.
  public let name: Name
  /// What the job is for, in its owner's words.
  public let description: String?
  /// Where items come from.
  public let source: any SourceModule
  /// Which items need work.
  public let recovery: RecoveryPolicy
  /// The order in which items are processed.
  public let order: ItemOrder
  /// Where items go: at least one route, names unique, claims apart.
  public internal(set) var routes: [RouteDefinition]
  /// What to do with an item that no route takes.
  public let unmatched: UnmatchedPolicy
  /// What to do when a sink is in trouble or will not take items.
  public let failure: FailurePolicy
  /// How long a run may take, and what it does about another one.
  public let run: RunSettings
  /// What can be seen of a run.
  public let observe: ObserveSettings
  /// The tests in the file, in its order.
  public let tests: [JobTest]
  /// The absolute path of the folder that holds the ledger and the lock.
  public let stateFolder: String
  /// Whether that folder is named after the job, because neither the file nor the command line names one.
  public let isStateByName: Bool
  /// Whether the file has the whole name: one with a reference in it is many jobs.
  public let isNameWritten: Bool
  /// The values from outside the file that are in it.
  let outsideValues: [Secret]

  /// The text without the values that references put into the file, because such a value may be anything.
  /// UUIDs stay, and so do values of fewer than 8 characters, because those are found by chance in any text.
  public func withoutOutsideValues(_ text: String) -> String {
    // The longest first, because one may be a part of another.
    outsideValues.map(\.revealed).filter { $0.count >= 8 && Identifier($0) == nil }
      .sorted { ($1.count, $0) < ($0.count, $1) }
      .reduce(text) { $0.replacingScalars($1, with: "‹value from outside›") }
  }
}

/// One way that items go: which ones, and to which sink.
public struct RouteDefinition: Sendable {
  /// The route's name, under which its progress is kept.
  public let name: Name
  /// Which items the route takes.
  public let predicate: ItemPredicate
  /// Where the file has the route's `when`; nil for a route without one.
  public let predicateSpan: SourceSpan?
  /// The sink, its settings checked.
  public let sink: any SinkModule
  /// Whether a setting of the sink has a value from outside the file in it.
  public let isFromOutside: Bool
  /// What the sink is.
  public let descriptor: SinkDescriptor
  /// The most items that one batch may have: 1 to 100,000.
  public let batchLimit: Int
  /// What to do with items that became final before the route delivered them; nil for what the job says.
  public let finished: RecoveryPolicy.Finished?
  /// Where the file names the sink's kind: the place for errors about the sink.
  public let span: SourceSpan
}
