import ArgumentParser
import CrashPoints
import ExportEngine
import Foundation
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

  @OptionGroup var exportJob: ExportJobOption
  @OptionGroup var parameters: ParameterOption
  @OptionGroup var state: StateOption
  @OptionGroup var rehearsal: RehearsalOption
  @OptionGroup var against: AgainstOption
  @OptionGroup var output: FormatOption

  @Flag(name: .shortAndLong, help: "Log at level debug: also each page and each batch.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Log warnings and errors only, and show no progress.")
  var quiet = false

  @Flag(help: "Say what a run would do, as plan does, and change nothing.")
  var dryRun = false

  func validate() throws {
    try state.validate(files)
    try exportJob.validate(files)
    if against.api != nil {
      guard state.folder == nil, exportJob.id == nil, rehearsal.rehearsal == nil else {
        throw ValidationError(
          "--against has a ledger and an export job of its own: leave --state and --export-job out")
      }
    }
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  func run() async throws {
    try await against.rehearsing { rehearsal in
      try await run(for: rehearsal ?? self.rehearsal.rehearsal)
    }
  }

  private func run(for rehearsal: Rehearsal?) async throws {
    // Every file is loaded before any is run, so that a mistake in the last is reported first.
    let reports = try JobFileReport.load(
      files, command: dryRun ? "plan" : "run", format: output.format, parameters: parameters,
      state: state, rehearsal: rehearsal)
    var definitions = try JobFileReport.definitions(reports)
    if rehearsal != nil {
      definitions = try zip(definitions, reports).map { try $0.made(tryingWith: $1) }
    }
    try CrashPoint.beginAsSet()
    guard !dryRun else { return try await preview(Array(zip(definitions, reports))) }
    let stop = StopSwitch()
    let logger = Logger(definitions[0].observe.log, verbosity)
    let signals = StopSignals(stopping: stop) {
      Console.noteBriefly {
        logger.notice("stopping after the batch in hand; a second signal stops at once")
      }
    }
    defer { withExtendedLifetime(signals) {} }
    let results = RunResults(
      reports: reports, isList: isList(definitions),
      isData: definitions.contains { definition in
        definition.routes.contains { $0.sink.claims.contains(.standardOutput) }
      })
    for (definition, report) in zip(definitions, reports) {
      guard !stop.isRequested else {
        results.add(.notBegun(definition))
        continue
      }
      try await run(definition, report, stop: stop, results)
    }
    if output.format == .json { try results.print() }
    try results.status.end()
  }

  private var verbosity: Verbosity { quiet ? .quiet : verbose ? .verbose : .asDefined }

  /// Whether the progress is shown at the bottom of the terminal: not below a log of JSON, and not below items that
  /// the same terminal shows.
  private func isOnTerminal(_ definition: JobDefinition) -> Bool {
    let showsItems =
      isatty(STDOUT_FILENO) == 1
      && definition.routes.contains { $0.sink.claims.contains(.standardOutput) }
    return Console.hasCursor && !quiet && definition.observe.log.format != .json && !showsItems
  }

  /// Whether the results are a list: of several files, or of export jobs that a source finds.
  private func isList(_ definitions: [JobDefinition]) -> Bool {
    definitions.count > 1 || SelectedJob(definitions[0], named: exportJob.jobID) == nil
  }

  private func preview(_ jobs: [(JobDefinition, JobFileReport)]) async throws {
    var outcomes: [JobPreview.Outcome] = []
    for (definition, report) in jobs {
      let preview = JobPreview(
        definition: definition, named: exportJob.jobID, report: report,
        logger: Logger(definition, verbosity))
      outcomes += try await preview.outcomes()
    }
    if output.format == .json {
      try JobPreview.print(outcomes, jobs.map(\.1), isList: isList(jobs.map(\.0)))
    }
    try ExitStatus.combined(outcomes.map(\.status)).end()
  }

  private func run(
    _ definition: JobDefinition, _ report: JobFileReport, stop: StopSwitch, _ results: RunResults
  ) async throws {
    var logger = Logger(definition, verbosity)
    // Which of a job's runs a line is of, where a log has many.
    let runID = RunID.random()
    logger[metadataKey: "run"] = "\(runID)"
    let isJSON = output.format == .json
    let recorder = RunRecorder(definition, runID)
    let pings = RunPings(definition.observe.ping, logger: logger)
    let job = JobRun(
      definition: definition, named: exportJob.jobID, file: report.file, logger: logger,
      runID: runID, stop: stop, isOnTerminal: isOnTerminal(definition), onBegin: pings.begin
    ) { [logger] ending in
      ending.log(to: logger)
      results.add(ending)
      pings.add(ending.status, isBusy: ending.isBusy)
      for trouble in recorder.record(ending) {
        trouble.log(to: logger)
        results.add(trouble)
        pings.add(trouble.status)
      }
      // Nothing comes after it: the process ends here.
      if ending.isAbandoned, isJSON { try? results.print() }
    }
    let before = results.statuses.count
    try await job.run()
    let statuses = Array(results.statuses.dropFirst(before))
    // The last line of a run says how it ended, also of one with many export jobs.
    if statuses.count > 1 {
      let status = ExitStatus.combined(statuses)
      logger.log(
        level: status == .done ? .notice : .error, "run ended",
        metadata: ["exit_code": .number(Int(status.rawValue))])
    }
    await pings.end()
  }
}
