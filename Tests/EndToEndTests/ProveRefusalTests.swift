import Foundation
import TestSupport
import Testing

/// `sluice prove` says when it can show nothing.
@Suite(.timeLimit(.minutes(15)))
struct ProveRefusalTests {
  @Test(arguments: [
    ("prove", "name a job file, or give --list"), ("prove --list job.yaml", "--list takes no file"),
    ("prove job.yaml --seed 1", "--seed is for --kills"),
    ("prove job.yaml --kills 0", "--kills is from 1 to 1000000, and not together with --only"),
    ("prove -", "the job file is read again for each run: name a file"),
    (
      "prove job.yaml --only 4/run.sealed:1",
      "'4/run.sealed:1' is no history, such as 2/run.sealed:1,run.sink_closed:1"
    ),
    (
      "prove job.yaml --only 1/run.sealed",
      "'1/run.sealed' is no history, such as 2/run.sealed:1,run.sink_closed:1"
    ),
    (
      "run job.yaml --rehearse-in x",
      "--rehearse-in takes an absolute path, and --rehearse-at a URL with it"
    ),
  ])
  func wrongArgumentsAreRefused(line: String, message: String) async throws {
    let arguments = line.split(separator: " ").map(String.init)
    let ended = try await Sluice(folder: "/").start(arguments).ended()
    #expect(ended.exit == .code(64))
    #expect(ended.notes.first == "Error: \(message)")
  }

  @Test func aPointThatTheJobDoesNotHaveIsRefused() async throws {
    try await Proof.run(Proof.file("sink: { stdout: {} }"), "--only 1/sqlite.committed:1") {
      proof, _ in
      #expect(proof.exit == .code(64))
      #expect(
        proof.notes.first?.hasPrefix("Error: runs of this job have no point 'sqlite.committed'; ")
          == true, "\(proof.stderr)")
    }
  }

  /// It would look as if a death had done no harm that never came.
  @Test func aHistoryThatNeverComesToItsDeathIsAFailure() async throws {
    try await Proof.run(Proof.file("sink: { stdout: {} }"), "--only 1/run.sealed:2") { proof, _ in
      #expect(proof.exit == .code(65))
      #expect(proof.stdout.contains("no run has come to run.sealed:2; repeat it with: "))
    }
  }

  /// A folder for temporary files that everybody may write in, so that no run keeps anything there.
  @Test func aJobThatFailsWithoutAKillIsNotLaidToKills() async throws {
    try await withTemporaryFolder { folder in
      let shared = "\(folder)/shared"
      try FileManager.default.createDirectory(
        atPath: shared, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777])
      chmod(shared, 0o777)
      try Proof.file("sink: { stdout: {} }").write(
        toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      var sluice = Sluice(folder: folder)
      sluice.environment["TMPDIR"] = shared
      let proof = try await sluice.run("prove", "job.yaml")
      #expect(proof.exit == .code(65))
      #expect(proof.stdout.contains("a run that nobody kills ends with 7"), "\(proof.stdout)")
      #expect(proof.stdout.contains("; run the job and mend that first\n"))
      #expect(proof.lines.last?.hasPrefix("proven: 0 of 3 runs killed, in ") == true)
    }
  }

  @Test func aProofThatIsStoppedLeavesNothing() async throws {
    try await withTemporaryFolder { folder in
      try Proof.file("sink: { stdout: {} }").write(
        toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/tmp", withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
      var sluice = Sluice(folder: folder)
      sluice.environment["TMPDIR"] = "\(folder)/tmp"
      let running = try sluice.start(["prove", "job.yaml", "--kills", "100000"])
      // Something goes on in it.
      while try FileManager.default.contentsOfDirectory(atPath: "\(folder)/tmp").isEmpty {
        await Task.yield()
      }
      running.send(SIGTERM)
      let ended = await running.ended()
      #expect(ended.exit == .code(75))
      #expect(ended.stderr.hasPrefix("error: stopped; nothing is shown"), "\(ended.stderr)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/tmp") == [])
    }
  }

  @Test func aWrongFileIsRefusedAsEverywhere() async throws {
    try await Proof.run("version: 1\n") { proof, _ in
      #expect(proof.exit == .code(78))
      #expect(proof.stderr.contains("'job'"))
    }
  }
}
