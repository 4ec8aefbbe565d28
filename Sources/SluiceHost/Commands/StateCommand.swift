import ArgumentParser
import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile

struct StateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Shows what a job's ledger rests on, and records what a person decides about it.",
    usage: """
      sluice state <file> show
      sluice state <file> rename-route <old> <new>
      sluice state <file> accept-terms <route>
      sluice state <file> settle <route> [--all]
      """,
    discussion: """
      show: the routes that the ledger knows, their terms, and every decision.
      rename-route: the progress of OLD, in every export job, is that of NEW from now on.
      accept-terms: the route goes on with the terms that the job file has now; items that it passed \
      and takes only now are delivered.
      settle: what the route holds of the export job, or rejected, needs no delivery any more, because somebody has \
      processed it elsewhere, or nobody will.

      A decision needs the job's lock, and is recorded: who, when and what. With --dry-run it is only \
      said what it would change.
      """)

  /// What to do.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case show
    case renameRoute = "rename-route"
    case acceptTerms = "accept-terms"
    case settle

    /// How many names of routes it takes.
    fileprivate var names: Int {
      switch self {
      case .show: 0
      case .renameRoute: 2
      case .acceptTerms, .settle: 1
      }
    }
  }

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String

  @Argument(help: "show, rename-route, accept-terms or settle.")
  var action: Action

  @Argument(help: "The names of routes.")
  var routes: [String] = []

  @Flag(help: "Say what would change, and change nothing.")
  var dryRun = false

  @Flag(help: "With settle: also what the next run would deliver.")
  var all = false

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if all, action != .settle { throw ValidationError("--all is for settle") }
    guard routes.count == action.names else {
      let names = [
        "no name of a route", "the name of a route", "the old and the new name of a route",
      ]
      throw ValidationError("\(action.rawValue) takes \(names[action.names])")
    }
    for route in routes where Name(route) == nil {
      throw ValidationError("'\(route)' is not a name of a route")
    }
  }

  func run() async throws {
    let report = try JobFileReport.load(
      file, command: "state", format: output.format, parameters: parameters, state: state)
    let definition = try report.definition()
    let names = routes.compactMap { Name($0) }
    if action == .show {
      return try show(SelectedJob.stored(definition, exportJob, report), report)
    }
    // A new name is for every export job, so that any of them will do.
    let job =
      action == .renameRoute
      ? try SelectedJob.stored(definition, exportJob, report)
      : try SelectedJob.decided(definition, exportJob, report)
    let desk = DecisionDesk(job: job, clock: SystemClock())
    do throws(DecisionDesk.Refusal) {
      let made =
        switch action {
        case .renameRoute: try await desk.rename(names[0], to: names[1], isDryRun: dryRun)
        case .acceptTerms: try await desk.acceptTerms(of: names[0], isDryRun: dryRun)
        case .settle, .show: try await desk.settle(names[0], all: all, isDryRun: dryRun)
        }
      switch output.format {
      case .json: try? report.envelope(made).print()
      case .text: try? Console.data(made.text)
      }
    } catch {
      try report.end(
        error.status,
        Diagnostic(
          id: error.id, error.message, at: nil,
          help: error.hint?.naming(definition.findsExportJobs ? job.jobID : nil)))
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
