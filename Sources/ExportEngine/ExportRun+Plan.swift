public import ExportModel
public import PageSourceKit
public import Predicates
public import SinkKit

extension ExportRun {
  /// A sink and the items that go to it.
  public struct Route: Sendable {
    /// The name under which the route's progress is kept.
    public let name: Name
    /// Which items it takes.
    public let predicate: ItemPredicate
    /// The most items delivered at once.
    public let batchLimit: Int
    /// What it does with an item that became final before it was delivered; nil for what the job
    /// definition says.
    let finished: RecoveryPolicy.Finished?
    /// Whether its sink has a use for what the items are.
    let takesData: Bool
    /// Whether consumers of its sink can tell when that has all items of an export job.
    let finishes: Bool
    /// Where it delivers to, as that is now.
    let place: @Sendable () -> RoutePlace
    /// Opens its sink; called when there is something to deliver.
    let open: OpenSink

    /// What opens a sink for a job and a route.
    public typealias OpenSink = @Sendable (SinkLabel) async throws(SinkError) -> any Sink

    /// Creates a route to a sink that is not yet opened.
    ///
    /// - Parameter isFromOutside: whether the sink's settings have values from outside the job file, which
    ///   the ledger does not keep.
    public init(
      name: Name, predicate: ItemPredicate, batchLimit: Int,
      finished: RecoveryPolicy.Finished? = nil, sink: any SinkModule, isFromOutside: Bool = false
    ) {
      self.init(
        name: name, predicate: predicate, batchLimit: batchLimit, finished: finished,
        takesData: sink.takesData, finishes: type(of: sink).descriptor.finishes,
        place: { RoutePlace(sink, isFromOutside: isFromOutside) }
      ) { label async throws(SinkError) in try await sink.open(as: label) }
    }

    /// Creates a route from what opens its sink.
    public init(
      name: Name, predicate: ItemPredicate, batchLimit: Int,
      finished: RecoveryPolicy.Finished? = nil, takesData: Bool = false,
      finishes: Bool = false, place: @escaping @Sendable () -> RoutePlace,
      open: @escaping OpenSink
    ) {
      precondition(batchLimit > 0, "a batch has room for an item")
      self.name = name
      self.predicate = predicate
      self.batchLimit = batchLimit
      self.finished = finished
      self.takesData = takesData
      self.finishes = finishes
      self.place = place
      self.open = open
    }
  }

  /// What a run is to do: the part of a job definition that the engine needs.
  public struct Plan: Sendable {
    /// The job definition's name.
    public internal(set) var definition: Name
    /// The names that the job definition had before: what its routes owe of other export jobs under them is
    /// theirs.
    public var formerNames: [Name] = []
    /// All names that the job definition has had.
    public var names: [Name] { [definition] + formerNames }
    /// The export job.
    public internal(set) var jobID: JobID
    /// Which statuses need work, and what to do with the unclear ones.
    public let recovery: RecoveryPolicy
    /// The order of new items.
    public let order: ItemOrder
    /// What a count that does not add up does.
    public let completeness: Completeness
    /// What to do with an open job that should have expired.
    public let expired: ExpiredPolicy
    /// The routes, in the order of the definition; names are unique.
    public private(set) var routes: [Route]
    /// What to do with an item that needs work and that no route takes.
    public let unmatched: UnmatchedPolicy
    /// The folder whose file system has the items' accounting data while a run goes on; nil where none is read.
    public var dataFolder: String?
    /// What to do when a sink is in trouble or will not take items.
    public let failure: FailurePolicy
    /// Makes a text fit to be kept: without values from outside the job file.
    let kept: @Sendable (String) -> String

    /// Creates a plan.
    ///
    /// - Parameter kept: takes values from outside the job file out of a text that is to be kept.
    public init(
      definition: Name, jobID: JobID, recovery: RecoveryPolicy, order: ItemOrder,
      completeness: Completeness, expired: ExpiredPolicy = .process, routes: [Route],
      unmatched: UnmatchedPolicy = .hold,
      failure: FailurePolicy = FailurePolicy(), dataFolder: String? = nil,
      kept: @escaping @Sendable (String) -> String = { $0 }
    ) {
      self.definition = definition
      self.jobID = jobID
      self.recovery = recovery
      self.order = order
      self.completeness = completeness
      self.expired = expired
      self.routes = routes
      self.unmatched = unmatched
      self.failure = failure
      self.dataFolder = dataFolder
      self.kept = kept
    }

    /// The plan as one of a job definition of another name.
    public func named(_ definition: Name) -> ExportRun.Plan {
      var plan = self
      plan.definition = definition
      return plan
    }

    /// The plan with other sinks than its own, which are not touched.
    ///
    /// - Parameter open: gives what opens the sink of a route in place of the route's own.
    public func opening(_ open: (Route) -> Route.OpenSink) -> ExportRun.Plan {
      var plan = self
      plan.routes = routes.map { route in
        Route(
          name: route.name, predicate: route.predicate, batchLimit: route.batchLimit,
          finished: route.finished, takesData: route.takesData,
          place: { RoutePlace(kind: "stand-in") }, open: open(route))
      }
      return plan
    }

    /// What a route's progress rests on, as that is now.
    public func terms(of route: Route) -> RouteTerms {
      RouteTerms(definition: definition, predicate: route.predicate, place: route.place())
    }
  }
}
