import ArgumentParser
import Foundation
import JobFile
import SinkKit

struct NewSinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-sink",
    abstract: "Writes a new sink that works, with its tests and an example, for developers.",
    discussion: """
      Run it in a checkout of sluice: the sink becomes a folder under Plugins. With --package it becomes a package of its own, \
      which builds a sluice with it. Nothing that exists is written over.
      """)

  @Argument(
    help:
      "The sink's kind, as job files will name it: small letters and digits, and '_' between words."
  )
  var name: String

  @Option(
    help: ArgumentHelp(
      "A folder that is not there yet, for a package of its own.", valueName: "dir"),
    completion: .directory)
  var package: String?

  @Flag(help: "Only write the files; do not build them and run their tests.")
  var noBuild = false

  @OptionGroup var output: FormatOption

  /// What was written, as JSON has it.
  struct Result: Encodable {
    let kind: String
    /// The files, by their paths from the folder.
    let files: [String]
    /// The files that have a line more.
    let changed: [String]
    /// What to do next, a command each.
    let next: [String]
  }

  func run() throws {
    guard let names = SinkNames(name) else {
      throw ValidationError(
        "'\(name)' is no name for a kind of sink: write small letters and digits, as in text_file")
    }
    guard !PluginCatalog.compiledIn.sinks.kinds.contains(names.kind) else {
      throw ValidationError("there is a sink '\(names.kind)' already; choose another name")
    }
    let folder = FileManager.default.currentDirectoryPath
    let target = package.map { URL(filePath: $0).standardizedFileURL.path(percentEncoded: false) }
    let files: NewSinkFiles
    do {
      let template = SinkTemplate(names: names)
      files =
        if let target {
          try NewSinkFiles(template, packageAt: target, on: folder)
        } else {
          try NewSinkFiles(template, inSluiceAt: folder)
        }
    } catch {
      throw CommandFailure(status: .usage, message: error.message, help: error.help)
    }
    do {
      try files.write()
    } catch {
      throw CommandFailure(
        status: .storage, message: "the files cannot be written: \(error.localizedDescription)",
        help: "look at \(target ?? folder), and take away what is there of \(names.type)")
    }
    if output.format == .text { try tell(files) }
    if !noBuild { try build(names, in: target) }
    let next = next(files, names, in: target)
    switch output.format {
    case .json:
      try Envelope(
        command: "new-sink", status: .done,
        result: Result(
          kind: names.kind, files: files.new.map(\.path), changed: files.changed.map(\.path),
          next: next)
      ).print()
    case .text: try Console.data((["next:"] + next.map { "  \($0)" }).joined(separator: "\n"))
    }
  }

  private func tell(_ files: NewSinkFiles) throws {
    for (path, _) in files.new { try Console.data("wrote \(path)") }
    for (path, _) in files.changed { try Console.data("added a line to \(path)") }
  }

  /// What `make reference` writes anew where there is a sink more.
  private static let reference = ["config/job.schema.json", "config/README.md"]

  /// Builds the sink and runs its tests; in a checkout, the schema and the reference are written anew too.
  private func build(_ names: SinkNames, in target: String?) throws {
    let commands =
      target.map { [["swift", "test", "--package-path", $0]] }
      ?? [["make", "test-only", "TARGET=\(names.type)Tests"], ["make", "reference"]]
    for command in commands {
      Console.note("running: \(command.joined(separator: " "))")
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = command
      // What is built is shown, and is not what this command answers with.
      process.standardOutput = FileHandle.standardError
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw CommandFailure(
          status: .needsPerson, message: "'\(command.joined(separator: " "))' failed",
          help: "the files are written: see above what went wrong, and run it again")
      }
    }
  }

  private func next(
    _ files: NewSinkFiles, _ names: SinkNames, in target: String?
  ) -> [String] {
    guard let target else {
      let job = "config/jobs/\(names.dashed).yaml"
      let changed = files.changed.map(\.path) + (noBuild ? [] : Self.reference)
      return [
        "change Plugins/\(names.type)/Sources, and see that its tests pass: make test-only TARGET=\(names.type)Tests",
        ".build/debug/sluice run \(job)",
        ".build/debug/sluice prove \(job)",
        "git add Plugins/\(names.type) \(job) \(changed.joined(separator: " "))",
      ]
    }
    return [
      "change Sources/\(names.type), and see that its tests pass: swift test --package-path \(target)",
      "swift run --package-path \(target) my-sluice run \(target)/job.yaml",
      "swift run --package-path \(target) my-sluice prove \(target)/job.yaml",
    ]
  }
}
