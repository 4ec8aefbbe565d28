import ArgumentParser

/// The option of the commands that run a job or look at its ledger.
struct StateOption: ParsableArguments {
  @Option(
    name: .customLong("state"),
    help: ArgumentHelp(
      "The folder of the ledger and the lock, in place of 'run.state' in the job file.",
      valueName: "dir"), completion: .directory)
  var folder: String?

  /// Refuses the option for more than one job file.
  func validate(_ files: [String]) throws {
    guard folder == nil || files.count == 1 else {
      throw ValidationError("--state is for one job file, found \(files.count)")
    }
  }

  func validate() throws {
    if folder?.isEmpty == true { throw ValidationError("--state takes a folder") }
  }
}
