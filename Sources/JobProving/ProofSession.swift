import Foundation

/// Runs histories on the simulated APIs, and compares each with runs without a death.
struct ProofSession {
  let load: JobProof.Load
  let program: any RehearsedProgram
  let apis: SimulatedAPIs
  let scratch: String
  let onProgress: @Sendable (ProofProgress) -> Void
  /// What was found so far.
  var result: ProofResult
  /// What a run ends with, by the shape.
  private var exits: [Int: Int32] = [:]
  /// How long a run without a death takes where no consumer is in its way; nil before there was one.
  private var shortest: Duration?

  /// A time in which a run is about done, so that most of the moments in it are before its end.
  var usualTime: Duration { (shortest ?? .zero) * 1.5 }

  init(
    load: @escaping JobProof.Load, program: any RehearsedProgram, apis: SimulatedAPIs,
    scratch: String, onProgress: @escaping @Sendable (ProofProgress) -> Void, result: ProofResult
  ) {
    self.load = load
    self.program = program
    self.apis = apis
    self.scratch = scratch
    self.onProgress = onProgress
    self.result = result
  }

  /// Runs each shape without a death; false where that goes wrong already, because then nothing can be shown.
  mutating func runCalmly() async throws -> Bool {
    for outcome in try await run(
      ProofShape.all.indices.map { ProofHistory(shape: $0 + 1, deaths: []) })
    {
      exits[outcome.history.shape] = outcome.exit
      shortest = min(shortest ?? outcome.time, outcome.time)
    }
    return result.isRight
  }

  /// Runs histories, as many at a time as there are processors.
  @discardableResult
  mutating func run(_ histories: [ProofHistory]) async throws -> [HistoryOutcome] {
    let session = self
    return try await withThrowingTaskGroup(of: HistoryOutcome.self) { group in
      var outcomes: [HistoryOutcome] = []
      var rest = histories[...]
      for history in rest.prefix(ProcessInfo.processInfo.activeProcessorCount) {
        rest = rest.dropFirst()
        group.addTask { try await session.outcome(of: history) }
      }
      while let outcome = try await group.next() {
        try Task.checkCancellation()
        if let history = rest.popFirst() {
          group.addTask { try await session.outcome(of: history) }
        }
        outcomes.append(outcome)
        result.add(outcome)
        onProgress(result.progress)
      }
      return outcomes
    }
  }

  private func outcome(of history: ProofHistory) async throws -> HistoryOutcome {
    let folder = "\(scratch)/\(history.shape)-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await HistoryRun(
      history: history, program: program, load: load, apis: apis, folder: folder,
      exit: exits[history.shape]
    ).outcome()
  }
}
