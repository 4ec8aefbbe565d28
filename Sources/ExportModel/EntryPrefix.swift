/// The beginning of an entry id as a person writes it: at least 6 hexadecimal digits in either
/// case, with or without dashes.
public struct EntryPrefix: Sendable, CustomStringConvertible {
  /// As it was written.
  public let description: String
  private let range: ClosedRange<Identifier>

  /// Nil for what is none.
  public init?(_ text: String) {
    let digits = text.filter { $0 != "-" }
    guard (6...32).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let first = Self.identifier(digits, filledBy: "0"),
      let last = Self.identifier(digits, filledBy: "f")
    else { return nil }
    description = text
    range = first...last
  }

  /// The ordinals of the items whose ids begin so.
  public func ordinals(in entryIDs: [EntryID]) -> [Ordinal] {
    entryIDs.indices.filter { range.contains(entryIDs[$0].identifier) }
  }

  private static func identifier(_ digits: String, filledBy fill: String) -> Identifier? {
    let all = Array(digits + String(repeating: fill, count: 32 - digits.count))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(all[$0]) }
    return Identifier(parts.joined(separator: "-"))
  }
}
