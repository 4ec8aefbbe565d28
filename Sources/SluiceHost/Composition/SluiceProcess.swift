import CrashPoints
import Foundation
import JobFile
import JobProving

/// This program, started once more for each run of a proof.
struct SluiceProcess: RehearsedProgram {
  /// The job file, as it was given.
  let file: String
  /// The values of parameters, as they were given.
  let parameters: [String]

  func run(
    _ rehearsal: Rehearsal, dyingAt death: ProofDeath?, output: String
  ) async throws -> ProcessEnd {
    guard let program = Bundle.main.executableURL else {
      throw CommandFailure(
        status: .storage, message: "the path of this program is not known",
        help: "start it by its path")
    }
    let process = Process()
    process.executableURL = program
    process.arguments =
      ["run", file, "--quiet", "--rehearse-in", rehearsal.root, "--rehearse-at", rehearsal.api]
      + parameters.flatMap { ["--param", $0] }
    process.environment = ProcessInfo.processInfo.environment
      .filter { $0.key != CrashPoint.variable }
      .merging([CrashPoint.variable: death?.description].compactMapValues(\.self)) { $1 }
    let printed = try FileHandle(forWritingTo: URL(filePath: output))
    try printed.seekToEnd()
    process.standardOutput = printed
    let noted = "\(output).notes"
    _ = FileManager.default.createFile(atPath: noted, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(filePath: noted))
    process.standardInput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (over: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in over.resume() }
      do { try process.run() } catch { over.resume(throwing: error) }
    }
    guard process.terminationReason == .exit else { return .killed }
    let words = try String(contentsOfFile: noted, encoding: .utf8)
      .split(separator: "\n").last.map(String.init)
    return .exited(process.terminationStatus, words: words ?? "")
  }
}
