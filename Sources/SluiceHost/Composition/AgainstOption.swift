import ArgumentParser
import ExportModel
import Foundation
import JobFile
import PleoSandbox
import SinkKit

/// Running a job file on a simulated API, with everything that it writes in a folder that is gone afterwards.
struct AgainstOption: ParsableArguments {
  /// What there is to run on.
  enum API: String, CaseIterable, ExpressibleByArgument {
    /// A sandbox of the run's own.
    case sandbox
  }

  @Option(
    name: .customLong("against"),
    help: ArgumentHelp(
      "Try the job file on a simulated API: 'sandbox'. Nothing of yours is touched: what the run writes, the ledger too, is "
        + "in a temporary folder that is removed afterwards.", valueName: "api"))
  var api: API?

  @Option(help: "With --against: how many items the export job has; 250 without it.")
  var items: Int?

  @OptionGroup var fault: FaultOption

  func validate() throws {
    if api == nil, items != nil || !fault.texts.isEmpty {
      throw ValidationError("--items and --fault are for --against sandbox")
    }
    guard (0...1_000_000).contains(items ?? 250) else {
      throw ValidationError("--items is from 0 to 1000000")
    }
  }

  /// The export job of the sandbox.
  private static let exportJob = JobID(
    Identifier(high: 0x5117_CE00_0000_4000, low: 0x8000_0000_0000_0026))

  /// Serves a sandbox, and gives what the job file is to be loaded for; nil for real work.
  func rehearsing(_ body: (Rehearsal?) async throws -> Void) async throws {
    guard api != nil else { return try await body(nil) }
    var configuration = SandboxConfiguration()
    configuration.itemCount = items ?? 250
    configuration.faults = try fault.faults
    try await ScratchFolder.with("sluice-try") { scratch in
      try await Sandbox.withSandbox(configuration) { sandbox in
        try await body(
          Rehearsal(root: scratch, api: sandbox.baseURL, exportJob: Self.exportJob))
      }
    }
  }
}

extension JobDefinition {
  /// The job as it is tried: without the routes whose sinks change more than files, and with the folders that the others expect
  /// to be there.
  func made(tryingWith report: JobFileReport) throws -> JobDefinition {
    let tried = forRehearsal()
    for route in routes where !route.sink.canBeRehearsed {
      Console.note(
        "\(report.path): route '\(route.name)' is left out: its sink changes more than files")
    }
    try tried.makeFoldersOfSinks()
    return tried
  }

  /// Creates the folders that sinks expect to be there: in place of those of the file system.
  private func makeFoldersOfSinks() throws {
    for path in routes.flatMap({ $0.sink.claims }).flatMap(\.paths) {
      try FileManager.default.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
  }
}
