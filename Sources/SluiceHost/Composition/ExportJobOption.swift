import ArgumentParser
import ExportModel

/// The option of the commands that are about one export job of a job file.
struct ExportJobOption: ParsableArguments {
  @Option(
    name: .customLong("export-job"),
    help: ArgumentHelp(
      "The export job, in place of what the job file says; without it, where the file says how to find them, "
        + "the newest in the ledger.", valueName: "id"))
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
