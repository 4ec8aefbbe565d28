/// Runs of a job file, one after another on the same state: each but the last one is to die, and the last one is to end.
public struct ProofHistory: Hashable, Sendable, CustomStringConvertible {
  /// The number of the shape, from 1 on.
  public let shape: Int
  /// How the runs die, the first one first.
  public let deaths: [ProofDeath]

  /// Creates a history.
  public init(shape: Int, deaths: [ProofDeath]) {
    self.shape = shape
    self.deaths = deaths
  }

  /// Reads `<shape>/<death>,<death>`, as ``description`` writes it; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, let shape = Int(parts[0]), ProofShape.all.indices.contains(shape - 1)
    else { return nil }
    let deaths = parts[1].split(separator: ",", omittingEmptySubsequences: false).map {
      ProofDeath(String($0))
    }
    guard !deaths.contains(nil) else { return nil }
    self.init(shape: shape, deaths: deaths.compactMap(\.self))
  }

  /// The history as it is given to `sluice prove` to be repeated: `2/run.sealed:1,file_queue.swept:1`.
  public var description: String {
    "\(shape)/\(deaths.map(\.description).joined(separator: ","))"
  }
}
