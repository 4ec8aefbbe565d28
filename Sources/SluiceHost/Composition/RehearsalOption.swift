import ArgumentParser
import JobFile
import JobProving

/// How `sluice prove` starts the runs that it kills. Hidden, because a person has `sluice prove`.
struct RehearsalOption: ParsableArguments {
  @Option(
    name: .customLong("rehearse-in"),
    help: ArgumentHelp(
      "The folder that stands for the root of the file system.", valueName: "dir",
      visibility: .hidden))
  var root: String?

  @Option(
    name: .customLong("rehearse-at"),
    help: ArgumentHelp("The URL of the simulated API.", valueName: "url", visibility: .hidden))
  var api: String?

  func validate() throws {
    guard (root == nil) == (api == nil), root?.hasPrefix("/") != false else {
      throw ValidationError("--rehearse-in takes an absolute path, and --rehearse-at a URL with it")
    }
  }

  /// What the job file is loaded for; nil for real work.
  var rehearsal: Rehearsal? {
    guard let root, let api else { return nil }
    return JobProof.rehearsal(in: root, at: api)
  }
}
