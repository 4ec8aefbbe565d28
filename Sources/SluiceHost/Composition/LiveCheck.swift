import Diagnostics
import ExportEngine
import ExportModel
import HTTPExchange
import JobFile
import Logging
import PageSourceKit
import SinkKit

/// What the world says of a job definition that is right in itself: the API of its job, the places
/// of its sinks and of its state. Nothing is written.
struct LiveCheck: Encodable {
  /// The job's status by the API; nil where it is unavailable.
  private(set) var exportJobStatus: String?
  /// How many items the API says the job has, if it says so.
  private(set) var exportJobItems: Int?
  /// How many open export jobs the source finds; nil where one is named.
  private(set) var exportJobs: Int?
  /// Everything that would be in the way of a run.
  private(set) var findings: [Diagnostic] = []
  private(set) var status = ExitStatus.done

  enum CodingKeys: String, CodingKey {
    case exportJobStatus = "export_job_status"
    case exportJobItems = "export_job_items"
    case exportJobs = "export_jobs"
  }

  /// How the export job has ended; nil while it is open, or where nobody could say.
  private var ended: ExportJobStatus?

  /// Asks the API and looks at the places of a job definition.
  ///
  /// - Parameters:
  ///   - named: the export job that the command line names.
  ///   - file: the job file, as an absolute path without symbolic links, or `-`.
  init(_ definition: JobDefinition, named: JobID?, readFrom file: String) async throws {
    if let problem = OpenFiles.problem() {
      add(.storage, id: .runFiles, problem.message, help: problem.hint)
      return
    }
    let job = SelectedJob(definition, named: named)
    try await ask(definition, job)
    await lookAtSinks(definition)
    if let refusal = RenamedJob(definition, job, readFrom: file)?.refusal {
      add(refusal.status, id: .liveState, refusal.message, help: refusal.hint)
    }
    if let problem = RunRecorder.problem(of: definition) {
      add(
        .storage, id: .observeFile, "the record of a run could not be written: \(problem)",
        help: RunRecorder.help)
    }
    if let problem = RunPings.problem(of: definition.observe.ping) {
      add(
        .badJobFile, id: .observePing, "no ping would be sent: \(problem.message)",
        help: problem.hint)
    }
    lookAtState(definition, job, readFrom: file)
  }

  /// Asks the API for the export job, or for those that it finds.
  private mutating func ask(_ definition: JobDefinition, _ selected: SelectedJob?) async throws {
    do {
      let (job, found) = try await definition.source.withPages(
        on: SourceHost(clock: SystemClock(), logger: Logger(definition))
      ) { source -> (ExportJob?, Int?) in
        guard let selected else { return (nil, try await source.exportJobs().count) }
        let job = try await source.exportJob(selected.jobID)
        // Another scope of the token is for what the items are.
        if definition.source.hasAccountingData, job.status.isOpen {
          _ = try await source.dataPage(of: job.id, after: nil)
        }
        return (job, nil)
      }
      exportJobs = found
      guard let job else { return }
      exportJobStatus = job.status.name
      exportJobItems = job.numberOfItems
      ended = job.status.isFinished ? job.status : nil
    } catch let error as SourceError {
      let trouble = RunTrouble.source(error)
      add(.of(trouble), id: .liveSource, trouble.message, help: trouble.hint)
    }
  }

  private mutating func lookAtSinks(_ definition: JobDefinition) async {
    for route in definition.routes {
      do throws(SinkError) {
        try await route.sink.probe(
          as: SinkLabel(job: definition.name, route: route.name))
      } catch {
        let trouble = RunTrouble.sink(route: route.name, error)
        add(.of(trouble), id: .liveSink, trouble.message, at: route.span, help: trouble.hint)
      }
    }
  }

  private mutating func lookAtState(
    _ definition: JobDefinition, _ selected: SelectedJob?, readFrom file: String
  ) {
    do throws(LedgerError) {
      try definition.state.check()
      guard let reader = try definition.state.reader() else { return }
      let newest = selected == nil ? try reader.jobs().last : nil
      guard let job = selected ?? newest.flatMap({ SelectedJob(definition, named: $0) }) else {
        return
      }
      let plan = ExportRun.Plan(job, readFrom: file, in: try reader.definitions())
      checkRoutes(plan, try reader.record(of: plan, ended: ended), definition)
      for owed in try reader.owedElsewhere(plan) {
        add(.needsPerson, id: .liveOwedElsewhere, owed.message, help: owed.hint)
      }
    } catch {
      add(.of(error), id: .liveState, error.message, help: error.hint)
    }
  }

  /// What a run would refuse of the routes, or could not deliver any more.
  private mutating func checkRoutes(
    _ plan: ExportRun.Plan, _ record: JobRecord, _ definition: JobDefinition
  ) {
    let standing = JobStanding(plan, record)
    checkRemoved(standing.routes.dropFirst(plan.routes.count))
    for (index, route) in plan.routes.enumerated() {
      let span = definition.routes[index].span
      if let refusal = plan.whyRefused(route, in: record) {
        add(.of(refusal), id: .liveRoute, refusal.message, at: span, help: refusal.hint)
        continue
      }
      let rejected = standing.routes[index].tally.rejected
      if rejected > 0 {
        add(
          .needsPerson, id: .liveRoute,
          "route '\(route.name)' rejected \(rejected.of("item"))",
          at: span, help: RunOutcome.rejectedHelp("\(route.name)"))
      }
      let owed = standing.routes[index].tally.owed
      guard ended != nil, owed > 0 else { continue }
      add(
        .needsPerson, id: .liveRoute,
        "the export job has ended, and route '\(route.name)' never received \(owed.of("item"))",
        at: span, help: HeldReason.jobEnded.hint(for: route.name))
    }
  }

  /// What routes owe that the job file no longer has.
  private mutating func checkRemoved(_ routes: some Sequence<JobStanding.Route>) {
    for route in routes {
      let items = route.tally.owed + route.tally.rejected
      add(
        .needsPerson, id: .liveRoute,
        "route '\(route.name)' is not in the job file any more, and owes or rejected \(items.of("item"))",
        help: HeldReason.routeRemoved.hint(for: route.name))
    }
  }

  private mutating func add(
    _ status: ExitStatus, id: FindingID, _ message: String, at span: SourceSpan? = nil,
    help: String?
  ) {
    findings.append(Diagnostic(id: id, message, at: span, help: help))
    self.status = .combined([self.status, status])
  }

  /// Says it to a person: what is right as data, what is in the way as findings.
  func tell(_ report: JobFileReport) throws {
    if let exportJobStatus {
      let items = exportJobItems.map { ", with \($0) items" } ?? ""
      try Console.data("  the export job is \(TerminalText.visible(exportJobStatus))\(items)")
    }
    if let exportJobs { try Console.data("  a run would find \(exportJobs.of("export job"))") }
    for finding in findings { report.tell(finding) }
    if findings.isEmpty {
      try Console.data("  the places of the sinks and of the state can be used")
    }
  }
}
