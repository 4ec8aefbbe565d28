import ArgumentParser
import ExportModel

/// The option of the commands that are about one export job of a job file.
struct ExportJobOption: ParsableArguments {
  @Option(
    name: .customLong("export-job"),
    help: ArgumentHelp(
      "The export job, in place of what the job file says. Where that says how to find them, commands that only "
        + "look at the ledger take the newest there without it.", valueName: "id"))
  var id: String?

  /// The id that was given.
  var jobID: JobID? { id.flatMap { JobID($0) } }

  /// Refuses the option for more than one job file.
  func validate(_ files: [String]) throws {
    guard id == nil || files.count == 1 else {
      throw ValidationError("--export-job is for one job file, found \(files.count)")
    }
  }

  func validate() throws {
    if let id, JobID(id) == nil {
      throw ValidationError("--export-job takes a UUID, found '\(id)'")
    }
  }
}
