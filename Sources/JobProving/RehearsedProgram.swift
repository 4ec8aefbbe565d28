public import JobFile

/// The program that is proven: it runs a job file in a process of its own, which can be made to die.
public protocol RehearsedProgram: Sendable {
  /// Runs the job file once.
  ///
  /// - Parameters:
  ///   - rehearsal: what it is run with.
  ///   - death: how the process is to die; nil where it is to come to its end.
  ///   - output: the file that its standard output is added to.
  /// - Throws: where no process could be started.
  func run(
    _ rehearsal: Rehearsal, dyingAt death: ProofDeath?, output: String
  ) async throws -> ProcessEnd
}

/// How a process ended.
public enum ProcessEnd: Equatable, Sendable {
  /// By a signal.
  case killed
  /// By itself, with an exit code and what it had to say last.
  case exited(Int32, words: String)
}
