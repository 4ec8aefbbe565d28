import ArgumentParser
import CrashPoints
import Diagnostics
import ExportEngine
import Foundation
import JobFile
import JobProving
import Logging
import SinkKit

struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract:
      "Kills runs of a job file at every step, goes on, and shows that nothing is lost or doubled.",
    usage: """
      sluice prove <file> [--only <history> ...]
      sluice prove <file> --kills <count> [--seed <number>]
      sluice prove --list
      """,
    discussion: """
      The job runs with its own routes and sinks, on a simulated API, with small batches and pages, and with \
      everything that it writes below a temporary folder: no account, no network, and nothing of yours is touched. \
      Each run is a process that kills itself (SIGKILL) where it passes a point; the next run goes on, and is killed \
      too in some histories. Consumers read every sink back.

      Exit code: 0 where every item came to every sink it has to, in order, and once where the sink promises it; \
      65 where something is wrong, or cannot be shown.
      """)

  @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Repeat one history only, as a failed proof names it; give it once for each.",
      valueName: "history"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Kill so many runs at any moment, in place of those at every point.", valueName: "count"))
  var kills: Int?

  @Option(
    help: ArgumentHelp(
      "With --kills: decides the moments; without it, others each time.", valueName: "number"))
  var seed: UInt64?

  @Flag(help: "List the points at which runs are killed.")
  var list = false

  @OptionGroup var parameters: ParameterOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard list == (file == nil) else {
      throw ValidationError(list ? "--list takes no file" : "name a job file, or give --list")
    }
    guard file != "-" else {
      throw ValidationError("the job file is read again for each run: name a file")
    }
    guard kills == nil || only.isEmpty, (1...1_000_000).contains(kills ?? 1) else {
      throw ValidationError("--kills is from 1 to 1000000, and not together with --only")
    }
    guard seed == nil || kills != nil else { throw ValidationError("--seed is for --kills") }
    for history in only where ProofHistory(history) == nil {
      throw ValidationError("'\(history)' is no history, such as 2/run.sealed:1,run.sink_closed:1")
    }
  }

  func run() async throws {
    guard let file else { return try listPoints() }
    let nowhere = JobProof.rehearsal(in: "/", at: "http://127.0.0.1:1")
    let report = try JobFileReport.load(
      [file], command: "prove", format: output.format, parameters: parameters, rehearsal: nowhere)[
        0]
    let definition = try report.definition()
    let rehearsed = definition.forRehearsal()
    guard !rehearsed.routes.isEmpty else {
      throw CommandFailure(
        status: .needsPerson,
        message: "nothing can be shown: every sink of the job changes more than files",
        help: "give it a route to a sink that writes files, such as file_queue")
    }
    let points = CrashPoint.all(of: rehearsed.descriptors)
    try checkHistories(points)
    let clock = SystemClock()
    let begun = clock.elapsed
    guard let result = try await proof(of: file, points) else {
      throw CommandFailure(
        status: .unfinished, message: "stopped; nothing is shown",
        help: "prove it again: everything was in a temporary folder")
    }
    let proof = ProofReport(
      definition, result, seconds: (clock.elapsed - begun).seconds,
      isWhole: only.isEmpty && kills == nil)
    let status: ExitStatus = proof.findings.isEmpty ? .done : .needsPerson
    switch output.format {
    case .json: try report.envelope(proof, status: status, more: proof.findings).print()
    case .text: try Console.data(proof.text)
    }
    try status.end()
  }

  /// Refuses histories with a point that no run of the job passes.
  private func checkHistories(_ points: [CrashPoint]) throws {
    let names = points.map(\.name)
    for case .passing(let setting) in only.compactMap({ ProofHistory($0) }).flatMap(\.deaths)
    where !names.contains(setting.point) {
      throw ValidationError(
        "runs of this job have no point '\(setting.point)'; \(Suggestion.help(for: setting.point, among: names))"
      )
    }
  }

  /// Nil where a stop was asked for.
  private func proof(of file: String, _ points: [CrashPoint]) async throws -> ProofResult? {
    try await ScratchFolder.with("sluice-prove") { scratch in
      try await proof(of: file, points, in: scratch)
    }
  }

  private func proof(
    of file: String, _ points: [CrashPoint], in scratch: String
  ) async throws -> ProofResult? {
    let stop = StopSwitch()
    let signals = StopSignals(stopping: stop) {}
    defer { withExtendedLifetime(signals) {} }
    let loader = JobFileLoader(compiledIn: parameters)
    let shows = Console.hasCursor && output.format == .text
    let proof = JobProof(
      load: { rehearsal in
        guard let definition = try loader.load(file, for: rehearsal).definition else {
          throw CommandFailure(
            status: .badJobFile, message: "\(file) has changed and is wrong now",
            help: "check it: sluice check \(file)")
        }
        return definition
      }, program: SluiceProcess(file: file, parameters: parameters.given), points: points,
      scratch: scratch
    ) { progress in
      guard shows else { return }
      Console.status([
        "killed \(progress.kills.of("run")) in \(progress.histories) histories, "
          + "\(progress.failures) with something wrong"
      ])
    }
    let histories = only.compactMap { ProofHistory($0) }
    let result = await stop.unlessStopped { () async -> Result<ProofResult, any Error> in
      await Result {
        if let kills {
          return try await proof.kill(kills, seed: seed ?? .random(in: 0 ... .max))
        }
        return histories.isEmpty ? try await proof.prove() : try await proof.repeat(histories)
      }
    }
    Console.status([])
    return try result?.get()
  }

  private func listPoints() throws {
    let points = CrashPoint.all(
      of: PluginCatalog.compiledIn.sinks.modules.map { $0.descriptor })
    switch output.format {
    case .json:
      try Envelope(command: "prove", status: .done, result: points.map { ProofReport.Point($0) })
        .print()
    case .text:
      try Console.data(
        TextTable.lines(points.map { [$0.name, $0.meaning] }).joined(separator: "\n"))
    }
  }
}

extension JobDefinition {
  /// What its sinks are, each kind once.
  fileprivate var descriptors: [SinkDescriptor] {
    var kinds: Set<String> = []
    return routes.map(\.descriptor).filter { kinds.insert($0.kind).inserted }
  }
}
