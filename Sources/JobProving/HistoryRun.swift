import ExportModel
import Foundation
import ItemFields
import JobFile
import PleoSandbox
import Predicates
import SinkKit

/// What came of a history.
struct HistoryOutcome: Sendable {
  let history: ProofHistory
  /// How many of its deaths took place; the next one was never come to.
  let deaths: Int
  let routes: [RouteVerdict]
  /// How many runs there were.
  let runs: Int
  /// How long they took.
  let time: Duration
  /// The exit code of the last run; nil where it was killed.
  let exit: Int32?
  /// The routes that some item had to go to.
  let routesWithItems: [String]
  /// What went wrong beside what the routes have.
  var problems: [String] = []

  /// Whether every death took place.
  var isComplete: Bool { deaths == history.deaths.count }
}

/// One history, in a folder of its own.
struct HistoryRun {
  let history: ProofHistory
  let program: any RehearsedProgram
  let load: JobProof.Load
  /// The simulated APIs, by how their pages are cut.
  let apis: SimulatedAPIs
  /// The folder, empty.
  let folder: String
  /// What the last run must end with; nil where it is not known yet.
  let exit: Int32?

  /// How often a run is repeated that could not go on for the moment, because a consumer had its sink locked.
  private static let mostRepeats = 5

  /// How long a consumer waits between two looks, so that a sink is not locked all the time.
  private static let pause = Duration.milliseconds(20)

  private var shape: ProofShape { ProofShape.all[history.shape - 1] }
  private var output: String { "\(folder)/output" }

  /// Runs the history.
  func outcome() async throws -> HistoryOutcome {
    let begun = ContinuousClock.now
    let definition = try load(rehearsal(ofRun: 0)).forRehearsal()
    let watches = try watches(definition)
    var deaths = 0
    var runs = 0
    var problems: [String] = []
    var last: Int32?
    var again = 0
    while true {
      try Task.checkCancellation()
      let death = again > 0 ? nil : history.deaths.dropFirst(deaths).first
      let end = try await run(dyingAt: death, number: runs, watches)
      runs += 1
      if shape.consumers != .atTheEnd { for watch in watches { try await watch.take() } }
      if case .exited(let code, let words) = end {
        last = code
        // As a scheduler does where running again helps.
        if [69, 75].contains(code), again < Self.mostRepeats {
          again += 1
          continue
        }
        if let exit, code != exit {
          problems.append("the last run ended with \(code), not \(exit): \(words)")
        }
        // Items that a person must look at are as good as none, as long as it is the same with every death.
        if history.deaths.isEmpty, ![0, 65].contains(code) {
          problems.append("a run that nobody kills ends with \(code): \(words)")
        }
        break
      }
      guard death != nil else {
        problems.append("a run that was to come to its end was killed")
        break
      }
      deaths += 1
    }
    var verdicts: [RouteVerdict] = []
    for watch in watches { verdicts.append(try await watch.verdict()) }
    return HistoryOutcome(
      history: history, deaths: deaths, routes: verdicts, runs: runs,
      time: ContinuousClock.now - begun, exit: last,
      routesWithItems: watches.filter { !$0.expected.isEmpty }.map { "\($0.route.name)" },
      problems: problems)
  }

  private func run(
    dyingAt death: ProofDeath?, number: Int, _ watches: [RouteWatch]
  ) async throws -> ProcessEnd {
    guard shape.consumers == .allTheTime else {
      return try await program.run(
        rehearsal(ofRun: number), dyingAt: death, output: output)
    }
    return try await withThrowingTaskGroup(of: ProcessEnd?.self) { group in
      group.addTask { [program, rehearsal = rehearsal(ofRun: number), output] in
        try await program.run(rehearsal, dyingAt: death, output: output)
      }
      while true {
        group.addTask {
          try? await Task.sleep(for: Self.pause)
          return nil
        }
        if case let end?? = try await group.next() {
          group.cancelAll()
          return end
        }
        for watch in watches { try await watch.take() }
      }
    }
  }

  private func rehearsal(ofRun number: Int) -> Rehearsal {
    JobProof.rehearsal(
      in: "\(folder)/root", at: apis.url(of: shape, isFirst: number == 0))
  }

  private func watches(_ definition: JobDefinition) throws -> [RouteWatch] {
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    for route in definition.routes {
      for path in route.sink.claims.flatMap(\.paths) {
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      }
    }
    let items = apis.items(of: shape)
    return definition.routes.compactMap { route in
      RouteWatch(
        route, of: SimulatedAPIs.job, expecting: definition.entries(for: route, of: items),
        output: output)
    }
  }
}

extension JobDefinition {
  /// The entries that a route has to get, in order, by what the job file says; worked out apart from the engine, which
  /// this is to judge.
  fileprivate func entries(
    for route: RouteDefinition, of items: [SandboxConfiguration.Item]
  ) -> [EntryID] {
    let work = items.filter { item in
      recovery.process.contains(item.status)
        || item.status == .inProgress && recovery.inProgress == .process
    }
    let fields = route.predicate.dataFields
    let reader = FieldReader(fields.map { .part($0) })
    let taken = work.filter { item in
      let values = zip(fields, reader.parts(of: item.data))
      return route.predicate.accepts(
        status: item.status, entryID: item.entryID, jobID: SimulatedAPIs.job
      ) { asked in
        values.first { .data($0.0) == asked }.flatMap { field, value in
          value.flatMap { .init($0, of: field.kind) }
        }
      }
    }
    switch order {
    case .entryID: return taken.map(\.entryID).sorted()
    case .source: return taken.map(\.entryID)
    case .transactionDate:
      return taken.map {
        (moment: Moment($0.date)?.microseconds ?? .max, entry: $0.entryID)
      }
      .sorted { ($0.moment, $0.entry) < ($1.moment, $1.entry) }.map(\.entry)
    }
  }
}
