import ArgumentParser
import ExportEngine
import JobFile
import Logging
import SinkKit

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs job files: retrieves, stores, and delivers what is still to be delivered.",
    discussion: """
      The items of a stdout sink go to stdout, everything else to stderr. With --format json the \
      receipt of each job goes to stdout as one object, or to stderr where a route writes to stdout.

      The first SIGTERM or SIGINT finishes the batch in hand and ends with 75; a second one ends at \
      once. Run again to go on. What 'run.deadline' says works like the first signal; a batch that \
      takes longer than 'run.shutdown_grace' after either is not waited for.
      """)

  @Argument(help: "The job files, run one after another.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var output: FormatOption

  @Flag(name: .shortAndLong, help: "Log at level debug: also each page and each batch.")
  var verbose = false

  @Flag(help: "Say what a run would do, as plan does, and change nothing.")
  var dryRun = false

  func validate() throws {
    guard state.folder == nil || files.count == 1 else {
      throw ValidationError("--state is for one job file, found \(files.count)")
    }
  }

  func run() async throws {
    // Every file is loaded before any is run, so that a mistake in the last is told first.
    let reports = try JobFileReport.load(
      files, command: "run", format: output.format, parameters: parameters, state: state)
    let definitions = try JobFileReport.definitions(reports)
    guard !dryRun else { return try await preview(Array(zip(definitions, reports))).end() }
    let stop = StopSwitch()
    let logger = Logger(definitions[0].log, isVerbose: verbose)
    let signals = StopSignals(stopping: stop) {
      Console.noteBriefly {
        logger.notice("stopping after the batch in hand; a second signal stops at once")
      }
    }
    defer { withExtendedLifetime(signals) {} }
    var statuses: [ExitStatus] = []
    for (definition, report) in zip(definitions, reports) {
      guard !stop.isRequested else {
        statuses.append(.unfinished)
        break
      }
      statuses.append(try await run(definition, report, stop: stop))
    }
    try ExitStatus.combined(statuses).end()
  }

  private func preview(_ jobs: [(JobDefinition, JobFileReport)]) async throws -> ExitStatus {
    var statuses: [ExitStatus] = []
    for (definition, report) in jobs {
      let preview = JobPreview(
        definition: definition, report: report, logger: Logger(definition, isVerbose: verbose))
      statuses.append(try await preview.tell())
    }
    return ExitStatus.combined(statuses)
  }

  private func run(
    _ definition: JobDefinition, _ report: JobFileReport, stop: StopSwitch
  ) async throws -> ExitStatus {
    let logger = Logger(definition, isVerbose: verbose)
    let isDataOnStdout = definition.routes.contains { $0.sink.claims.contains(.standardOutput) }
    let job = JobRun(definition: definition, logger: logger, stop: stop) { outcome, status in
      if let outcome {
        let summary = RunSummary(outcome.receipt)
        logger.notice("\(summary.text)", metadata: summary.metadata(exitCode: status.rawValue))
      }
      try tell(outcome, status, report, isDataOnStdout: isDataOnStdout)
    }
    return try await job.run()
  }

  /// Gives the result where it is asked for as JSON.
  private func tell(
    _ outcome: RunOutcome?, _ status: ExitStatus, _ report: JobFileReport, isDataOnStdout: Bool
  ) throws {
    guard output.format == .json else { return }
    let summary = outcome.map { RunSummary($0.receipt) }
    let line = try report.envelope(ok: status == .done, summary).line()
    if isDataOnStdout { Console.note(line) } else { try Console.data(line) }
  }
}
