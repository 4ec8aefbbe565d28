public import ExportModel

/// What a route decided about the items of a job whose `when` asks for what the items are: once for each item, when it
/// is work and there is data of it. The data itself is kept nowhere.
public struct RouteChoices: Equatable, Sendable {
  /// A byte for an item, in the order of the ordinals: 0 where nothing is decided, 1 where the route takes it, 2 where it
  /// does not. Nothing is decided of the items behind the end.
  public private(set) var bytes: [UInt8]

  /// Choices of no item.
  public init() { bytes = [] }

  /// Choices as they were kept; nil where one is none.
  public init?(bytes: [UInt8]) {
    guard bytes.allSatisfy({ $0 <= 2 }) else { return nil }
    self.bytes = bytes
  }

  /// Whether the route takes an item; nil where that is not decided.
  public subscript(ordinal: Ordinal) -> Bool? {
    get {
      guard ordinal < bytes.count, bytes[ordinal] > 0 else { return nil }
      return bytes[ordinal] == 1
    }
    set {
      if ordinal >= bytes.count {
        bytes += [UInt8](repeating: 0, count: ordinal + 1 - bytes.count)
      }
      bytes[ordinal] = newValue.map { $0 ? 1 : 2 } ?? 0
    }
  }
}
