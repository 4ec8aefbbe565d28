/// A key that an object of a JSON text has twice: which of the two counts, nobody can tell (RFC 8259,
/// section 4), and readers take the first or the last without a word.
public struct RepeatedKey: Equatable, Sendable {
  /// The key.
  public let name: String
  /// Where the object is: `$.data[7]`.
  public let path: String

  /// The first one of a text that is JSON; nil where there is none.
  ///
  /// Slower than ``JSONDocument/hasRepeatedKey``, which does not say where it is.
  public static func first(in text: [UInt8]) -> RepeatedKey? {
    var search = Search(text: text)
    return search.run() ? search.found() : nil
  }
}

/// Walks a text once; only the keys of the objects that are open are remembered, as places in the text.
private struct Search {
  /// An object or a list that is open.
  private struct Level {
    let isObject: Bool
    var keys: [Range<Int>] = []
    /// How many elements of a list have ended.
    var index = 0
  }

  private let text: [UInt8]
  private var levels: [Level] = []
  private var position = 0

  init(text: [UInt8]) { self.text = text }

  /// Whether a key came twice; the walk ends there.
  mutating func run() -> Bool {
    var isKeyNext = false
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "{"):
        levels.append(Level(isObject: true))
        isKeyNext = true
      case UInt8(ascii: "["):
        levels.append(Level(isObject: false))
        isKeyNext = false
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ","):
        guard let top = levels.indices.last else { break }
        isKeyNext = levels[top].isObject
        levels[top].index += 1
      case UInt8(ascii: "\""):
        let string = skipString()
        if isKeyNext, isRepeated(string) { return true }
        isKeyNext = false
        continue
      default: break
      }
      position += 1
    }
    return false
  }

  /// What the walk stopped at.
  func found() -> RepeatedKey? {
    guard let key = levels.last?.keys.last else { return nil }
    let path = levels.dropLast().map { level in
      level.isObject ? level.keys.last.map { ".\(name(of: $0))" } ?? "" : "[\(level.index)]"
    }
    return RepeatedKey(name: name(of: key), path: "$" + path.joined())
  }

  /// Goes to behind the string that begins here.
  ///
  /// - Returns: the place of its inside.
  private mutating func skipString() -> Range<Int> {
    let start = position + 1
    position = start
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(position, text.count)
    position = end + 1
    return start..<end
  }

  private mutating func isRepeated(_ key: Range<Int>) -> Bool {
    guard let top = levels.indices.last else { return false }
    let isRepeated = levels[top].keys.contains { isSame($0, key) }
    levels[top].keys.append(key)
    return isRepeated
  }

  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    if hasEscape(left) || hasEscape(right) { return name(of: left) == name(of: right) }
    return left.count == right.count && text[left].elementsEqual(text[right])
  }

  private func hasEscape(_ key: Range<Int>) -> Bool { text[key].contains(UInt8(ascii: "\\")) }

  /// The key as text, its escapes read.
  private func name(of key: Range<Int>) -> String {
    let quote = [UInt8(ascii: "\"")]
    let document = JSONDocument()
    return (try? document.read(quote + text[key] + quote).text) ?? ""
  }
}
