public import CrashPoints
import Foundation
public import JobFile

/// Runs a job file again and again, each time killed at another place and gone on with, and compares what its sinks have
/// with what they have to have.
///
/// The runs are processes of their own, on simulated APIs that are served here, with all that they write below a scratch
/// folder. First each shape is run without a death. Then every passing of every point is one history; and once more, with
/// another death in the run after it.
public struct JobProof: Sendable {
  /// Loads the job file for a rehearsal; throws where it is wrong.
  public typealias Load = @Sendable (Rehearsal) throws -> JobDefinition

  /// A rehearsal on the simulated APIs of a proof: with batches of 3 items.
  public static func rehearsal(in root: String, at api: String) -> Rehearsal {
    Rehearsal(root: root, api: api, exportJob: SimulatedAPIs.job, batch: 3)
  }

  /// How many passings of a point are tried at most, in each shape.
  static let mostPassings = 40

  private let load: Load
  private let program: any RehearsedProgram
  private let points: [CrashPoint]
  private let scratch: String
  /// Called whenever a history has ended.
  private let onProgress: @Sendable (ProofProgress) -> Void

  /// Prepares a proof.
  ///
  /// - Parameters:
  ///   - points: the places where runs of the job file may die.
  ///   - scratch: an empty folder.
  public init(
    load: @escaping Load, program: any RehearsedProgram, points: [CrashPoint], scratch: String,
    onProgress: @escaping @Sendable (ProofProgress) -> Void
  ) {
    self.load = load
    self.program = program
    self.points = points
    self.scratch = scratch
    self.onProgress = onProgress
  }

  /// Runs every history.
  public func prove() async throws -> ProofResult {
    try await session(points) { session throws in
      guard try await session.runCalmly() else { return }
      var single: [ProofHistory] = []
      for passing in 1...Self.mostPassings {
        let histories = ProofShape.all.indices.flatMap { shape in
          points.filter { point in
            passing == 1 || single.contains(ProofHistory(shape: shape + 1, point, passing - 1))
          }.map { ProofHistory(shape: shape + 1, $0, passing) }
        }
        guard !histories.isEmpty else { break }
        single += try await session.run(histories).filter(\.isComplete).map(\.history)
      }
      try await session.run(Self.double(single, points))
    }
  }

  /// Runs histories that are given; one of which a death never comes is a failure.
  public func `repeat`(_ histories: [ProofHistory]) async throws -> ProofResult {
    try await session(points) { session throws in
      guard try await session.runCalmly() else { return }
      for outcome in try await session.run(histories) where !outcome.isComplete {
        session.result.addMissing(outcome)
      }
    }
  }

  /// Kills runs at any moment, until so many have died.
  ///
  /// - Parameter seed: decides the moments and the shapes.
  public func kill(_ count: Int, seed: UInt64) async throws -> ProofResult {
    try await session([ProofDeath.random]) { session throws in
      guard try await session.runCalmly() else { return }
      var random = Numbers(state: seed)
      while session.result.kills < count {
        let histories = (0..<min(50, count - session.result.kills)).map { _ in
          ProofHistory(
            shape: Int.random(in: 1...ProofShape.all.count, using: &random),
            deaths: (0..<Int.random(in: 1...5, using: &random)).map { _ in
              .after(session.usualTime * Double.random(in: 0...1, using: &random))
            })
        }
        try await session.run(histories)
      }
    }
  }

  private func session(
    _ points: [CrashPoint], _ body: (inout ProofSession) async throws -> Void
  ) async throws -> ProofResult {
    try await SimulatedAPIs.serving(ProofShape.all) { apis in
      var session = ProofSession(
        load: load, program: program, apis: apis, scratch: scratch, onProgress: onProgress,
        result: ProofResult(points))
      try await body(&session)
      return session.result
    }
  }

  /// The histories in which the second run dies too: one for each that has one death, at points in turn. Those that only
  /// a run after a death passes have every second turn.
  static func double(
    _ single: [ProofHistory], _ points: [CrashPoint]
  ) -> [ProofHistory] {
    let passed = Set(single.flatMap(\.deaths).map(\.row))
    let late = points.filter { !passed.contains($0.name) }
    return single.enumerated().map { index, history in
      let turns = index % 2 == 0 || late.isEmpty ? points : late
      let point = turns[index / 2 % turns.count]
      return ProofHistory(
        shape: history.shape,
        deaths: history.deaths + [.passing(CrashSetting(point: point.name, passing: 1))])
    }
  }
}

extension ProofHistory {
  fileprivate init(shape: Int, _ point: CrashPoint, _ passing: Int) {
    self.init(shape: shape, deaths: [.passing(CrashSetting(point: point.name, passing: passing))])
  }
}

/// Numbers that look like chance, from a seed (SplitMix64).
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
