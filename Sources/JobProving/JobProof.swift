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
    try await SimulatedAPIs.serving(ProofShape.all) { apis in
      var result = ProofResult(points)
      let calm = try await outcomes(
        of: ProofShape.all.indices.map { ProofHistory(shape: $0 + 1, deaths: []) }, apis, [:],
        &result)
      var exits: [Int: Int32] = [:]
      for outcome in calm { exits[outcome.history.shape] = outcome.exit }
      var single: [ProofHistory] = []
      for passing in 1...Self.mostPassings {
        let histories = ProofShape.all.indices.flatMap { shape in
          points.filter { point in
            passing == 1 || single.contains(ProofHistory(shape: shape + 1, point, passing - 1))
          }.map { ProofHistory(shape: shape + 1, $0, passing) }
        }
        guard !histories.isEmpty else { break }
        single += try await outcomes(of: histories, apis, exits, &result).filter(\.isComplete)
          .map(\.history)
      }
      _ = try await outcomes(of: Self.double(single, points), apis, exits, &result)
      return result
    }
  }

  /// Runs histories that are given.
  public func `repeat`(_ histories: [ProofHistory]) async throws -> ProofResult {
    try await SimulatedAPIs.serving(ProofShape.all) { apis in
      var result = ProofResult(points)
      _ = try await outcomes(of: histories, apis, [:], &result)
      return result
    }
  }

  /// Kills runs at any moment, until so many have died.
  ///
  /// - Parameter seed: decides the moments and the shapes.
  public func kill(_ count: Int, seed: UInt64) async throws -> ProofResult {
    try await SimulatedAPIs.serving(ProofShape.all) { apis in
      var result = ProofResult([ProofDeath.random])
      let calm = try await outcomes(
        of: ProofShape.all.indices.map { ProofHistory(shape: $0 + 1, deaths: []) }, apis, [:],
        &result)
      var exits: [Int: Int32] = [:]
      for outcome in calm { exits[outcome.history.shape] = outcome.exit }
      let longest = calm.map(\.time).max() ?? .zero
      var random = Numbers(state: seed)
      while result.kills < count {
        let histories = (0..<min(50, count - result.kills)).map { _ in
          ProofHistory(
            shape: Int.random(in: 1...ProofShape.all.count, using: &random),
            deaths: (0..<Int.random(in: 1...5, using: &random)).map { _ in
              .after(longest * Double.random(in: 0...1, using: &random))
            })
        }
        _ = try await outcomes(of: histories, apis, exits, &result)
      }
      return result
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

  /// Runs histories, as many at a time as there are processors.
  private func outcomes(
    of histories: [ProofHistory], _ apis: SimulatedAPIs, _ exits: [Int: Int32],
    _ result: inout ProofResult
  ) async throws -> [HistoryOutcome] {
    try await withThrowingTaskGroup(of: HistoryOutcome.self) { group in
      var outcomes: [HistoryOutcome] = []
      var rest = histories[...]
      for history in rest.prefix(ProcessInfo.processInfo.activeProcessorCount) {
        rest = rest.dropFirst()
        group.addTask { try await outcome(of: history, apis, exits) }
      }
      while let outcome = try await group.next() {
        if let history = rest.popFirst() {
          group.addTask { try await self.outcome(of: history, apis, exits) }
        }
        outcomes.append(outcome)
        result.add(outcome)
        onProgress(result.progress)
      }
      return outcomes
    }
  }

  private func outcome(
    of history: ProofHistory, _ apis: SimulatedAPIs, _ exits: [Int: Int32]
  ) async throws -> HistoryOutcome {
    let folder = "\(scratch)/\(history.folder)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await HistoryRun(
      history: history, program: program, load: load, apis: apis, folder: folder,
      exit: exits[history.shape]
    ).outcome()
  }
}

extension ProofHistory {
  fileprivate init(shape: Int, _ point: CrashPoint, _ passing: Int) {
    self.init(shape: shape, deaths: [.passing(CrashSetting(point: point.name, passing: passing))])
  }

  /// A name for its folder.
  fileprivate var folder: String { description.replacing("/", with: "-") }
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
