import Foundation

/// The seeds of a test over random histories.
///
/// A failure names its seed; `SEED=17 swift test --filter …` runs that history alone.
enum Seeds {
  static func all(_ count: Int) -> [Int] {
    if let text = ProcessInfo.processInfo.environment["SEED"], let seed = Int(text) {
      return [seed]
    }
    return Array(0..<count)
  }
}
