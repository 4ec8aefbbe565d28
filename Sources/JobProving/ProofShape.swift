/// How the export job of a history looks, and what consumers do meanwhile.
public struct ProofShape: Sendable, CustomStringConvertible {
  /// When consumers take what is in the sinks' places.
  public enum Consumers: String, Sendable {
    /// When everything is delivered.
    case atTheEnd = "emptied at the end"
    /// After each run, however it ended.
    case afterEachRun = "emptied after each run"
    /// While runs go on, as often as they can.
    case allTheTime = "emptied all the time"
  }

  /// How many items the export job has.
  public let items: Int
  /// How many items a page has at most: of the first run, and of every later one.
  public let pages: (first: Int, later: Int)
  /// When consumers take items.
  public let consumers: Consumers

  /// Creates a shape.
  public init(items: Int, pages: (first: Int, later: Int), consumers: Consumers) {
    self.items = items
    self.pages = pages
    self.consumers = consumers
  }

  /// The shapes that a job file is proven with.
  public static let all = [
    ProofShape(items: 8, pages: (100, 100), consumers: .atTheEnd),
    ProofShape(items: 12, pages: (5, 5), consumers: .afterEachRun),
    ProofShape(items: 12, pages: (3, 4), consumers: .allTheTime),
  ]

  /// The shape in words.
  public var description: String {
    let size =
      pages.first == pages.later
      ? "pages of \(pages.first)" : "pages of \(pages.first), then of \(pages.later)"
    return "\(items) items in \(size), \(consumers.rawValue)"
  }
}
