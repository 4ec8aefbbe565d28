import ArgumentParser

@main
struct Sluice: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Retrieves the items of a Pleo export job and hands each to the sinks of a job file.",
    discussion: """
      Start with:  sluice run config/jobs/quickstart.yaml

      Exit codes: 0 done; 65 done, but a person must look; 66 no such job file; 69 unreachable; \
      74 disk; 75 not finished, run again; 76 the API answered what it must not; 77 refused; \
      78 the job file is wrong.
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, CheckCommand.self, StatusCommand.self, ItemsCommand.self,
      SinksCommand.self, SandboxCommand.self,
    ])

  static func main() async {
    StandardStreams.occupy()
    await main(nil)
  }
}

/// The version of this build.
enum Version {
  static let text = "0.1.0"
}
