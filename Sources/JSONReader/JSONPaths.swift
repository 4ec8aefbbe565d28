/// Finds values in objects by the keys that lead to them, all in one walk.
public struct JSONPaths: Sendable {
  /// A key, and what is asked for below it.
  private struct Branch {
    var places: [Int] = []
    var children: [String: Branch] = [:]

    /// The places of all that is asked for at this branch and below it.
    var all: [Int] { places + children.values.flatMap(\.all) }

    mutating func add(_ path: ArraySlice<String>, at place: Int) {
      guard let key = path.first else { return places.append(place) }
      children[key, default: Branch()].add(path.dropFirst(), at: place)
    }
  }

  private let count: Int
  private var root = Branch()

  /// Asks for the value under each path; no path may lead through the value of another.
  public init(_ paths: [[String]]) {
    count = paths.count
    for (place, path) in paths.enumerated() { root.add(path[...], at: place) }
  }

  /// The texts of the values, as they are written but for white space, in the order of the paths; nil for what is not there.
  ///
  /// - Parameter text: a JSON text without a fault and without a key that is there twice.
  public func texts(in text: [UInt8]) -> [[UInt8]?] { search(text).texts }

  /// The places of the paths that lead through a value that is neither an object nor null, in their order: whoever wrote it
  /// may mean something by it.
  ///
  /// - Parameter text: as in ``texts(in:)``.
  public func blocked(in text: [UInt8]) -> [Int] { search(text).blocked.sorted() }

  private struct Found {
    var texts: [[UInt8]?]
    var blocked: [Int] = []
  }

  private func search(_ text: [UInt8]) -> Found {
    var found = Found(texts: [[UInt8]?](repeating: nil, count: count))
    guard count > 0 else { return found }
    var scanner = JSONScanner(text)
    Self.look(for: root, in: &scanner, &found)
    return found
  }

  private static func look(for branch: Branch, in scanner: inout JSONScanner, _ found: inout Found)
  {
    if !branch.places.isEmpty {
      let value = scanner.value()
      for place in branch.places { found.texts[place] = value }
    } else if scanner.next() == UInt8(ascii: "{") {
      _ = scanner.forEachKey { key, scanner in
        if let child = branch.children[decoded(key)] {
          look(for: child, in: &scanner, &found)
        } else {
          scanner.skipValue()
        }
      }
    } else {
      if scanner.next() != UInt8(ascii: "n") { found.blocked += branch.all }
      scanner.skipValue()
    }
  }

  /// What a text means that is written with its quotes.
  public static func decoded(_ text: [UInt8]) -> String {
    guard text.contains(UInt8(ascii: "\\")) else {
      return String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
    }
    return (try? JSONDocument().read(text).text) ?? ""
  }
}
