import ExportEngine
import ExportModel
import PageSourceKit
import SinkKit
import Testing

/// What the tests of what is owed have in common.
extension World {
  /// An export job of which runs come before those of the job of the tests.
  static let earlierJob = JobID(Identifier(high: 1, low: 2))

  /// Routes a and b get two pending items, and b delivers only the first `count`.
  func failRouteB(after count: Int = 0) async {
    var broken = Route(name: "b", limit: 1)
    broken.script.delivering = [count + 1: .before(SinkErrors.full)]
    _ = await run(ScriptedSource(Sample.pending(1...2)), to: [Route(name: "a"), broken])
    #expect(place("b").numbers == Array(Array(1...2).prefix(count)))
    log.clear()
  }

  /// A run to the routes a and b finds that the job has ended.
  func runEnded(_ status: ExportJobStatus) async -> RunOutcome {
    let job = ExportJob(
      id: Sample.job, status: status, numberOfItems: 2, failureReasonType: "job_expired")
    let source = ScriptedSource(Sample.pending(1...2), jobs: [job])
    return await run(source, to: [Route(name: "a"), Route(name: "b")])
  }

  /// A run for the earlier export job, which has these items.
  @discardableResult
  func runEarlierJob(
    _ items: [ItemPage.Item], _ status: ExportJobStatus = .inProgress, to routes: Route...
  ) async -> RunOutcome {
    let job = Self.earlierJob
    let moved = items.map { ItemPage.Item(jobID: job, entryID: $0.entryID, status: $0.status) }
    let source = ScriptedSource(
      moved, jobs: [ExportJob(id: job, status: status, numberOfItems: nil)])
    let terms = Terms(jobID: job, recovery: RecoveryPolicy(process: [.pending, .failed]))
    let outcome = await run(source, to: routes.isEmpty ? [Route(name: "b")] : routes, terms)
    log.clear()
    return outcome
  }

  /// The earlier jobs that the messages of a route name.
  func previousJobs(of route: String) -> [JobID?] {
    place(route).published.filter { $0.jobID == Sample.job }.map(\.previousJobID)
  }
}

extension World.Route {
  /// A route whose sink claims these places.
  static func at(_ claims: Set<ResourceClaim>, _ name: String) -> World.Route {
    World.Route(name: name, script: RecordingSinkModule.Script(claims: claims))
  }

  /// A route whose sink is in trouble in this run.
  static func broken(_ name: String) -> World.Route {
    World.Route(
      name: name, script: RecordingSinkModule.Script(opening: [1: SinkErrors.full]))
  }
}

extension EventLog {
  /// What routes hold, a line each.
  var heldEvents: [String] {
    events.compactMap { event in
      guard case .held(let route, let items, let reason) = event else { return nil }
      return "\(route): \(items) \(reason.rawValue)"
    }
  }

  /// What is owed of other export jobs.
  var owedElsewhere: [OwedElsewhere] {
    events.compactMap { if case .owedElsewhere(let owed) = $0 { owed } else { nil } }
  }
}
