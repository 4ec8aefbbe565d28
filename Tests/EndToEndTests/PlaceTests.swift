import ExportModel
import Foundation
import TestSupport
import Testing

/// Where files are looked for and made, when they are given in ways that have no folder.
@Suite(.timeLimit(.minutes(15)))
struct PlaceTests {
  /// `cat job.yaml | sluice run /dev/stdin` made ledger and queue in the device folder.
  @Test(arguments: ["-", "/dev/stdin"])
  func aJobFileFromAPipeBeginsAtTheWorkingDirectory(path: String) async throws {
    let job = PleoJob(of: 5)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      let ended = try await site.sluice.run(shell: "cat job.yaml | \"$SLUICE\" run \(path)")
      #expect(ended.exit == .code(0))
      #expect(try site.messages() == job.messageNames)
      #expect(try site.itemsInLedger() == 5)
      let redirected = try await site.sluice.run(shell: "\"$SLUICE\" run \(path) < job.yaml")
      #expect(redirected.exit == .code(0))
      #expect(redirected.summary?.contains("nothing to deliver") == true)
    }
  }

  @Test func aFindingInAJobFileFromAPipeHasItsPlace() async throws {
    let ended = try await Sluice(folder: "/").run(shell: "echo 'version: 2' | \"$SLUICE\" check -")
    #expect(ended.exit == .code(78))
    #expect(ended.notes.contains("-:1:10: error: version '2' is not known [job.version]"))
  }

  /// The state lay at the root of the file system.
  @Test(arguments: [["--state", "st", "JOB"], ["job.yaml"]])
  func aRelativePathInAWorkingDirectoryThatIsGoneIsRefused(arguments: [String]) async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      let line = arguments.joined(separator: " ")
        .replacingOccurrences(of: "JOB", with: "\(site.folder)/job.yaml")
      let ended = try await site.sluice.run(
        shell: "mkdir gone && cd gone && rmdir ../gone && \"$SLUICE\" run \(line)")
      #expect(ended.exit == .code(74))
      #expect(ended.notes.first == "error: the working directory is gone [command.folder]")
      #expect(site.pleo.asked.isEmpty)
    }
  }

  @Test(arguments: ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-journal", "lock"])
  func noSinkMayWriteWhatTheStateFolderHolds(file: String) async throws {
    let table = "- { name: table, sink: { sqlite: { path: ./state/\(file) } } }"
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue(), table]) { site in
      let ended = try await site.sluice.run("run", "--state", "state", "job.yaml")
      #expect(ended.exit == .code(78))
      #expect(
        ended.stderr.contains("error: this sink would write where the job keeps its state"))
    }
  }

  /// The state folder was the -wal of a sink's database, or a queue was below the lock: check took both, and
  /// every run ended with 74.
  @Test(arguments: [
    ("./x-wal", "sqlite: { path: ./x }"), ("./state", "file_queue: { directory: ./state/lock/q }"),
  ])
  func noSinkMayBeInTheWayOfTheStateFolder(state: String, sink: String) async throws {
    try await Site.with(PleoJob(of: 5), routes: ["- { name: a, sink: { \(sink) } }"]) { site in
      let ended = try await site.sluice.run("run", "--state", state, "job.yaml")
      #expect(ended.exit == .code(78))
      #expect(
        ended.stderr.contains("error: this sink would write where the job keeps its state"))
    }
  }

  @Test func fmtWritesOnlyRegularFiles() async throws {
    try await withTemporaryFolder { folder in
      let sluice = Sluice(folder: folder)
      let pipe = try await sluice.run(
        shell:
          "mkfifo pipe && ln -s pipe link && \"$SLUICE\" fmt link; echo $?; test -L link && test -p pipe"
      )
      #expect(pipe.exit == .code(0), "the link and the pipe are as they were")
      #expect(pipe.lines == ["74"])
      #expect(
        pipe.notes.first
          == "error: cannot write job file 'link': it is a named pipe, not a regular file [file.unwritable]"
      )
    }
  }

  @Test func fmtOfStandardInputGoesToStandardOutput() async throws {
    let text = "job: nightly\nversion: 1\n"
    let ended = try await Sluice(folder: "/").run(shell: "printf '\(text)' | \"$SLUICE\" fmt -")
    #expect(ended.exit == .code(0))
    #expect(ended.stdout == "version: 1\njob: nightly\n")
    let check = try await Sluice(folder: "/").run(
      shell: "printf '\(text)' | \"$SLUICE\" fmt --check -")
    #expect(check.exit == .code(65))
  }

  @Test func fmtKeepsModeAndHardLinks() async throws {
    try await withTemporaryFolder { folder in
      let text = "job: nightly\nversion: 1\n"
      for name in ["one", "two"] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).yaml"))
        chmod("\(folder)/\(name).yaml", 0o640)
      }
      #expect(link("\(folder)/two.yaml", "\(folder)/other.yaml") == 0)
      let ended = try await Sluice(folder: folder).run("fmt", "one.yaml", "two.yaml")
      #expect(ended.exit == .code(0))
      for name in ["one", "two", "other"] {
        let path = "\(folder)/\(name).yaml"
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "version: 1\njob: nightly\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(attributes[.referenceCount] as? Int == (name == "one" ? 1 : 2))
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
          == ["one.yaml", "other.yaml", "two.yaml"])
    }
  }

  /// `check --live` said that a damaged ledger can be used, and `run` ended with 74.
  @Test func aLiveCheckLooksIntoTheLedger() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/.sluice/nightly", withIntermediateDirectories: true)
      try site.write(
        String(repeating: "garbage ", count: 1000), to: ".sluice/nightly/ledger.sqlite")
      let check = try await site.sluice.run("check", "--live", "job.yaml")
      let run = try await site.run()
      #expect(check.exit == .code(74))
      #expect(run.exit == .code(74))
      #expect(check.notes.contains { $0.contains("file is not a database") })
    }
  }

  @Test func tooFewFilesAreSaid() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      for command in ["run", "plan", "check --live"] {
        let ended = try await site.sluice.run(
          shell: "ulimit -n 16; exec \"$SLUICE\" \(command) job.yaml")
        #expect(ended.exit == .code(74))
        #expect(
          ended.stderr.contains("too many open files: this process may have 16 open, and needs 64"))
      }
    }
  }

  @Test func aStateFolderForTheGroupCanBeReadByIt() async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { access: group }")
      #expect(try await site.run().exit == .code(0))
      let state = "\(site.folder)/.sluice/nightly"
      for (name, mode) in [("", 0o2770), ("/ledger.sqlite", 0o660), ("/lock", 0o660)] {
        let found = try FileManager.default
          .attributesOfItem(atPath: state + name)[.posixPermissions]
        #expect(found as? Int == mode, "\(name)")
      }
    }
  }
}
