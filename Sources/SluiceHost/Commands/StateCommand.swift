import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile

struct StateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Shows the routes in a job's ledger, and records what a person decides about them.",
    usage: """
      sluice state <file> show
      sluice state <file> rename-route <old> <new>
      sluice state <file> accept-terms <route>
      sluice state <file> settle <route> [--all]
      sluice state <file> rewind <route> --to <ordinal>
      sluice state <file> forget-job <id> [--all]
      sluice state <file> reset [--all]
      sluice state <file> move <folder>
      """,
    discussion: """
      show: the routes that the ledger knows, their terms, and every decision.
      rename-route: the progress of OLD, in every export job, is that of NEW from now on.
      accept-terms: the route goes on with the terms that the job file has now; items that it passed \
      and takes only now are delivered.
      settle: the items of the export job that the route holds or has rejected need no delivery any more, because somebody has \
      processed them elsewhere, or nobody will.
      rewind: the route delivers every item of the export job again from an ordinal on, because its sink has lost them.
      forget-job: the ledger forgets the items of an export job and what the routes did with them.
      reset: the same for every export job.
      move: the ledger goes to another folder, which 'run.state' must name from then on.

      A decision needs the job's lock, and is recorded: who, when and what. With --dry-run the command only \
      says what would change.
      """)

  /// What to do.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case show
    case renameRoute = "rename-route"
    case acceptTerms = "accept-terms"
    case settle
    case rewind
    case forgetJob = "forget-job"
    case reset
    case move

    /// What it takes, for a message; nothing where it takes nothing.
    fileprivate var names: [String] {
      switch self {
      case .show, .reset: []
      case .renameRoute: ["the old name of a route", "the new name"]
      case .acceptTerms, .settle, .rewind: ["the name of a route"]
      case .forgetJob: ["the id of an export job"]
      case .move: ["a folder"]
      }
    }

    /// Whether `--all` says something.
    fileprivate var canTakeAll: Bool { [.settle, .forgetJob, .reset].contains(self) }
  }

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Argument(help: "show, rename-route, accept-terms, settle, rewind, forget-job, reset or move.")
  var action: Action

  @Argument(help: "The names of routes, the id of an export job, or a folder.")
  var names: [String] = []

  @Flag(help: "Say what would change, and change nothing.")
  var dryRun = false

  @Flag(
    help:
      "With settle: also what the next run would deliver. With forget-job and reset: also what is owed."
  )
  var all = false

  @Option(
    help: ArgumentHelp(
      "With rewind: the ordinal of the first item that comes again, 0 for all.",
      valueName: "ordinal"))
  var to: Int?

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if all, !action.canTakeAll {
      throw ValidationError("--all is for settle, forget-job and reset")
    }
    if (to != nil) != (action == .rewind) {
      throw ValidationError(to == nil ? "rewind takes --to with an ordinal" : "--to is for rewind")
    }
    if let to, to < 0 { throw ValidationError("--to takes an ordinal from 0 on, found \(to)") }
    guard names.count == action.names.count else {
      let wanted = action.names.isEmpty ? "no name" : action.names.joined(separator: " and ")
      throw ValidationError("\(action.rawValue) takes \(wanted)")
    }
    if action == .forgetJob {
      guard exportJob.id == nil else {
        throw ValidationError("forget-job takes the id itself, without --export-job")
      }
      guard JobID(names[0]) != nil else {
        throw ValidationError("forget-job takes a UUID, found '\(names[0])'")
      }
      return
    }
    guard action != .move else {
      if names[0].isEmpty { throw ValidationError("move takes a folder") }
      return
    }
    for route in names where Name(route) == nil {
      throw ValidationError("'\(route)' is not a name of a route")
    }
  }

  func run() async throws {
    let report = try JobFileReport.load(
      file, command: "state", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    if action == .show {
      return try show(SelectedJob.stored(definition, exportJob, report), report)
    }
    let job = action == .move ? nil : try decidedJob(definition, report)
    let named = definition.findsExportJobs && action != .forgetJob ? job?.jobID : nil
    try await report.tell(naming: named) { () async throws(DecisionDesk.Refusal) in
      guard let job else {
        return try await LedgerMove(definition, isDryRun: dryRun).move(to: names[0])
      }
      return try await decide(at: DecisionDesk(job: job, file: report.file, isDryRun: dryRun))
    }
  }

  /// The export job that the decision is about; for one that is about all of them, any will do.
  private func decidedJob(
    _ definition: JobDefinition, _ report: JobFileReport
  ) throws -> SelectedJob {
    switch action {
    case .forgetJob:
      if let job = SelectedJob(definition, named: JobID(names[0])) { return job }
      fallthrough
    case .renameRoute, .reset: return try SelectedJob.stored(definition, exportJob, report)
    default: return try SelectedJob.decided(definition, exportJob, report)
    }
  }

  private func decide(at desk: DecisionDesk) async throws(DecisionDesk.Refusal) -> DecisionMade {
    let routes = names.compactMap { Name($0) }
    return
      switch action
    {
    case .renameRoute: try await desk.rename(routes[0], to: routes[1])
    case .acceptTerms: try await desk.acceptTerms(of: routes[0])
    case .rewind: try await desk.rewind(routes[0], to: to ?? 0)
    case .forgetJob: try await desk.forgetJob(all: all)
    case .reset: try await desk.reset(all: all)
    case .settle, .show, .move: try await desk.settle(routes[0], all: all)
    }
  }

  private func show(_ job: SelectedJob, _ report: JobFileReport) throws {
    let contents = try LedgerSnapshot.reading(job.definition, report) {
      reader throws(LedgerError) in
      (try reader.record(of: job.jobID), try reader.decisions())
    }
    let state = StateInView(job, contents?.0 ?? JobRecord(), contents?.1 ?? [])
    switch output.format {
    case .json: try report.envelope(state).print()
    case .text: try Console.data(state.text)
    }
  }
}
