import ArgumentParser
import DurableFiles
import Foundation
import JobFile

struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Writes what a scheduler needs to run a job again and again.",
    subcommands: [Print.self])

  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "print",
      abstract: "Prints units for systemd, a table for cron or a manifest for Kubernetes.",
      discussion: """
        They follow from the job file: time-outs above its deadline, the folders it writes to, the names of \
        its values from outside, which need not be there. Nothing is installed.
        """)

    /// A scheduler.
    enum Scheduler: EnumerableFlag {
      case systemd, cron, kubernetes

      static func help(for value: Scheduler) -> ArgumentHelp? {
        switch value {
        case .systemd: "A service and a timer for systemd."
        case .cron: "A table for /etc/cron.d."
        case .kubernetes: "A CronJob for Kubernetes, and its volume."
        }
      }
    }

    @Argument(help: "The job file.", completion: .file(extensions: ["yaml"]))
    var file: String

    @Flag(exclusivity: .exclusive) var scheduler: Scheduler

    @Option(help: "How often it runs: a part of an hour such as 10m, or of a day such as 6h.")
    var every = "10m"

    @Option(help: "The user that it runs as; Kubernetes has a number of its own.")
    var user = "sluice"

    @Option(help: "The program; this one where it is not said.", completion: .file())
    var binary: String?

    @Option(
      name: .customLong("as"),
      help: "Where the job file will be, if not where it is: relative paths begin there.")
    var destination: String?

    @Option(help: "The image for Kubernetes.")
    var image = "sluice:\(Version.text)"

    @Option(help: "A folder for the files, instead of printing them.", completion: .directory)
    var into: String?

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var output: FormatOption

    func validate() throws {
      guard RunInterval(every) != nil else {
        throw ValidationError(
          "--every is a part of an hour such as 10m, or of a day such as 6h, not '\(every)'")
      }
      if let destination, !destination.hasPrefix("/") || destination.hasSuffix("/") {
        throw ValidationError(
          "--as is the absolute path of a file, such as /etc/sluice/nightly.yaml, not '\(destination)'"
        )
      }
      guard parameters.values.isEmpty else {
        throw ValidationError(
          "a schedule has no --param: give the parameter an 'env' or a 'default' in the job file")
      }
      guard user.wholeMatch(of: /[a-z_][a-z0-9_-]{0,31}/) != nil else {
        throw ValidationError("--user is the name of a user, such as sluice, not '\(user)'")
      }
    }

    func run() throws {
      let report = try JobFileReport.load(
        [file], command: "schedule", format: output.format, parameters: parameters, forTests: true,
        inFolder: destination.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path })[0]
      let definition = try report.definition()
      guard let outside = report.loaded?.outsideNames, report.file != "-",
        let interval = RunInterval(every)
      else { throw ValidationError("a schedule needs a job file, and not standard input") }
      let job = ScheduledJob(
        definition, outside,
        file: destination.map { URL(fileURLWithPath: $0).path } ?? report.file,
        binary: binary.map { URL(fileURLWithPath: $0).path } ?? Self.thisProgram, user: user,
        interval: interval)
      let problem =
        job.problem ?? (scheduler == .kubernetes ? KubernetesManifest.problem(with: job) : nil)
      if let problem { throw ValidationError(problem) }
      let files =
        switch scheduler {
        case .systemd: SystemdUnits.files(for: job)
        case .cron: CronTable.files(for: job)
        case .kubernetes: KubernetesManifest.files(for: job, image: image)
        }
      if let into { try write(files, into: into) }
      switch output.format {
      case .json: try report.envelope(files).print()
      case .text where into == nil: try print(files)
      case .text: for file in files { Console.note("wrote \(file.name)") }
      }
    }

    private static var thisProgram: String {
      Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? "/usr/bin/sluice"
    }

    private func print(_ files: [ScheduleFile]) throws {
      for file in files {
        if files.count > 1 { try Console.data("# ---- \(folder)/\(file.name)") }
        try Console.data(String(file.text.dropLast()))
        if file.name != files.last?.name { try Console.data("") }
      }
    }

    private var folder: String {
      switch scheduler {
      case .systemd: "/etc/systemd/system"
      case .cron: "/etc/cron.d"
      case .kubernetes: "."
      }
    }

    private func write(_ files: [ScheduleFile], into path: String) throws {
      do throws(FileError) {
        let folder = try Directory(at: URL(fileURLWithPath: path).path)
        for file in files {
          try folder.replace(file.name, with: Array(file.text.utf8), isPublic: true)
        }
      } catch {
        throw CommandFailure(
          status: error.isDenied ? .denied : .storage,
          message: "the schedule could not be written: \(error)",
          help: "name a folder that exists and may be written")
      }
    }
  }
}
