import Foundation

/// Chance that comes out the same for the same seed (Steele, Lea, Flood: SplitMix64).
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Begins with a seed.
  public init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True in `percent` of a hundred cases.
  public mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}

/// The seeds of a test that tells random stories.
///
/// A failure names its seed: `SEED=17 swift test --filter …` tells that story alone, and `SEEDS=1000` as many.
public enum Seeds {
  private static let wish = ProcessInfo.processInfo.environment

  /// Whether the environment says which stories to tell.
  public static var areAsked: Bool { wish["SEED"] != nil || wish["SEEDS"] != nil }

  /// The seeds from 1 on, so many unless the environment says otherwise.
  public static func all(_ count: Int) -> [Int] {
    if let seed = wish["SEED"].flatMap({ Int($0) }) { return [seed] }
    return Array(1...max(1, wish["SEEDS"].flatMap { Int($0) } ?? count))
  }
}
