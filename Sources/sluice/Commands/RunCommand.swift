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
      receipt goes to stdout as one object, or to stderr where a route writes to stdout.

      The first SIGTERM or SIGINT finishes the batch in hand and ends with 75; a second one ends at \
      once. Run again to go on.
      """)

  @Argument(help: "The job files, run one after another.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @OptionGroup var output: FormatOption

  @Flag(name: .shortAndLong, help: "Also log each page and each batch.")
  var verbose = false

  func run() async throws {
    let stop = StopSwitch()
    let signals = StopSignals(stopping: stop) { [logger] in
      logger.notice("stopping after the batch in hand; a second signal stops at once")
    }
    defer { withExtendedLifetime(signals) {} }
    // Every file is loaded before any is run, so that a mistake in the last is told first.
    let definitions = try files.map {
      try JobFileReport($0, command: "run", format: output.format)
        .definition(command: "run", format: output.format)
    }
    var statuses: [ExitStatus] = []
    for definition in definitions {
      guard !stop.isRequested else {
        statuses.append(.unfinished)
        break
      }
      statuses.append(try await run(definition, stop: stop))
    }
    try ExitStatus.combined(statuses).end()
  }

  private func run(_ definition: JobDefinition, stop: StopSwitch) async throws -> ExitStatus {
    var logger = logger
    logger[metadataKey: "job"] = "\(definition.name)"
    let (outcome, status) = try await JobRun(definition: definition, logger: logger, stop: stop)
      .run()
    if let outcome {
      let summary = RunSummary(outcome.receipt)
      logger.notice("\(summary.text)", metadata: summary.metadata(exitCode: status.rawValue))
    }
    if output.format == .json {
      let line = try Envelope(
        command: "run", ok: status == .done, result: outcome.map { RunSummary($0.receipt) },
        findings: []
      ).line()
      let isDataOnStdout = definition.routes.contains { $0.sink.claims.contains(.standardOutput) }
      if isDataOnStdout { Console.note(line) } else { try Console.data(line) }
    }
    return status
  }

  private var logger: Logger {
    let level: Logger.Level = verbose ? .debug : .info
    return Logger(label: "sluice") { _ in
      RunLogHandler(level: level, isTerminal: Console.isTerminal, hasColour: Console.hasColour)
    }
  }
}
