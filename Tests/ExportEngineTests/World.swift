import ExportModel
import PageSourceKit
import Predicates
import SinkKit

@testable import ExportEngine

/// What outlives a run: the ledger, the places that sinks write to, and the log of it all.
struct World: Sendable {
  let disk = LedgerDisk()
  let log = EventLog()
  let places: [String: SinkPlace]

  /// - Parameter routes: the routes that there are, ever.
  init(_ routes: String...) {
    places = Dictionary(uniqueKeysWithValues: routes.map { ($0, SinkPlace()) })
  }

  /// What a route has published.
  func place(_ route: String) -> SinkPlace {
    guard let place = places[route] else { preconditionFailure("no place for route '\(route)'") }
    return place
  }

  /// A route of the definition, and what its sink does in this run.
  struct Route: Sendable {
    var name: String
    /// The name of its place; nil where that is the route's.
    var place: String?
    var predicate = ItemPredicate.always
    var limit = 100
    var finished: RecoveryPolicy.Finished?
    /// Whether its sink makes known that it has all items.
    var finishes = false
    var script = RecordingSinkModule.Script()
  }

  /// What a run may be told; without more, the defaults of a job definition.
  struct Terms: Sendable {
    var definition = "nightly"
    var jobID = Sample.job
    var recovery = RecoveryPolicy()
    var order = ItemOrder.entryID
    var completeness = Completeness.strict
    var unmatched = UnmatchedPolicy.hold
    var failure = FailurePolicy()
    /// The folder of the spool; nil where no data is read.
    var dataFolder: String?
    var clock: any RunClock = ManualClock()
    var stop = StopSwitch()
    var life = Life()
    /// What happens after a delivery was recorded.
    var afterDelivery: (@Sendable (RecordedDelivery) -> Void)?
  }

  /// The plan of a run to these routes.
  func plan(to routes: [Route], _ terms: Terms) -> ExportRun.Plan {
    ExportRun.Plan(
      definition: Sample.name(terms.definition), jobID: terms.jobID, recovery: terms.recovery,
      order: terms.order, completeness: terms.completeness,
      routes: routes.map { route in
        let sink = RecordingSinkModule(
          place(route.place ?? route.name), life: terms.life, log: log, script: route.script)
        return ExportRun.Route(
          name: Sample.name(route.name), predicate: route.predicate, batchLimit: route.limit,
          finished: route.finished, takesData: sink.takesData, finishes: route.finishes,
          place: { RoutePlace(sink, isFromOutside: false) }
        ) { label async throws(SinkError) in try await sink.open(as: label) }
      }, unmatched: terms.unmatched, failure: terms.failure, dataFolder: terms.dataFolder)
  }

  /// Runs once.
  func run(
    _ source: some PageSource, to routes: [Route], _ terms: Terms = Terms()
  ) async -> RunOutcome {
    let ledger = InMemoryLedger(
      disk: disk, life: terms.life, log: log, afterDelivery: terms.afterDelivery)
    return await ExportRun(
      plan(to: routes, terms), source: source, ledger: ledger, observer: log, clock: terms.clock,
      stop: terms.stop
    ).execute()
  }

  /// Runs once over a list, to routes without wishes of their own.
  func run(
    _ items: [ItemPage.Item], to routes: String..., terms: Terms = Terms()
  ) async -> RunOutcome {
    await run(ScriptedSource(items), to: routes.map { Route(name: $0) }, terms)
  }
}

extension RunOutcome {
  /// What went wrong, in sentences.
  var messages: [String] { troubles.map(\.message) }
}
