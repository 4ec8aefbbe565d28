extension SecretMask {
  /// Hides what may be a token in a text that is no YAML: all that follows the first key that
  /// speaks of a secret, unless the key has nothing but a reference.
  mutating func hideUnparsed() {
    for line in original.indices {
      let text = UnparsedLine(original[line])
      guard let start = text.secret(isFollowedBy: original[(line + 1)...]) else { continue }
      hide(start..<original[line].count, inLine: line)
      if text.isComment { continue }
      for later in (line + 1)..<max(line + 1, original.count) {
        hide(0..<original[later].count, inLine: later)
      }
      // The key may have an alias, and then the token is before it.
      if original[line...].joined().contains("*") { hideAnchors(before: line) }
      return
    }
  }

  private mutating func hideAnchors(before end: Int) {
    guard let first = original[..<end].firstIndex(where: { $0.contains("&") }) else { return }
    for line in first..<end {
      let from = line == first ? original[line].firstIndex(of: "&") ?? 0 : 0
      hide(from..<original[line].count, inLine: line)
    }
  }
}

/// One line of a text that is no YAML.
private struct UnparsedLine {
  /// No reference is longer; what claims to be is hidden.
  private static let longestReference = 1024

  private let scalars: [Unicode.Scalar]
  /// Where the first list or mapping in brackets begins; the line's end where none does.
  private let firstBracket: Int
  /// Where the double quotes are.
  private let quotes: [Int]
  /// Where the closing braces are.
  private let closings: [Int]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    closings = scalars.indices.filter { scalars[$0] == "}" }
    quotes = scalars.indices.filter { scalars[$0] == "\"" }
    firstBracket =
      scalars.indices.first {
        scalars[$0] == "[" || (scalars[$0] == "{" && ($0 == 0 || scalars[$0 - 1] != "$"))
      } ?? scalars.count
  }

  var isComment: Bool { scalars.first { !$0.properties.isWhitespace } == "#" }

  /// Where a secret may begin; nil when the line has none.
  func secret(isFollowedBy later: ArraySlice<[Unicode.Scalar]>) -> Int? {
    var index = 0
    while index < scalars.count {
      if let end = reference(at: index) {
        index = end
      } else if let keyEnd = secretKey(at: index) {
        guard let end = endOfReferences(under: keyEnd, from: index, later: later) else {
          return valueStart(after: keyEnd, from: index)
        }
        index = end
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The end of a secret's key of which a telling part begins here.
  private func secretKey(at index: Int) -> Int? {
    let rest = scalars[index...]
    // An escape may stand for any letter, and one at the end of a line for none.
    if rest.first == "\\", rest.count == 1 || "xuU\r".unicodeScalars.contains(rest[index + 1]) {
      return isInValue(index) ? nil : index
    }
    // Only where a word begins is the whole of it looked at, lest a long one take the square of
    // its length.
    let isWhole = index == 0 || !Self.isKeyPart(scalars[index - 1])
    let beginning = Array(rest.prefix(16).prefix(while: Self.isKeyPart)).text.lowercased()
    let isSecret = SecretKey.words.contains(where: beginning.hasPrefix)
    guard isSecret || isWhole && !beginning.isEmpty else { return nil }
    let wordEnd = rest.firstIndex { !Self.isKeyPart($0) } ?? scalars.count
    if isSecret { return wordEnd }
    guard colon(after: wordEnd) != nil else { return nil }
    return SecretKey.isNearToken(Array(rest[..<wordEnd]).text.lowercased()) ? wordEnd : nil
  }

  /// Whether a place is inside a quoted text that is the value of a key: an escape there spells no key.
  private func isInValue(_ index: Int) -> Bool {
    guard let quote = quotes[..<quotes.partitioningIndex { $0 >= index }].last else { return false }
    // A value is a blank or a few behind its key.
    let before = scalars[..<quote].suffix(100).last { $0 != " " }
    return before == ":"
  }

  /// Where the value begins; the key and its colon stay, so that the line reads as what it is.
  private func valueStart(after keyEnd: Int, from index: Int) -> Int {
    if let colon = colon(after: keyEnd) { return colon + 1 }
    let word = Array(scalars[index...]).text.lowercased()
    return index + (SecretKey.words.first(where: word.hasPrefix)?.unicodeScalars.count ?? 0)
  }

  /// Where the references end that are all there is under a key; nil when there is more.
  private func endOfReferences(
    under keyEnd: Int, from index: Int, later: ArraySlice<[Unicode.Scalar]>
  ) -> Int? {
    guard let colon = colon(after: keyEnd) else { return nil }
    var end = skippingBlanks(from: colon + 1)
    let quote = end < scalars.count && Self.isQuote(scalars[end]) ? scalars[end] : nil
    if quote != nil { end += 1 }
    guard var last = reference(at: end) else { return nil }
    while let next = reference(at: last) { last = next }
    if let quote {
      guard last < scalars.count, scalars[last] == quote else { return nil }
      last += 1
    }
    let after = skippingBlanks(from: last)
    if after < scalars.count, !(scalars[after] == "#" && after > last) {
      return firstBracket < index && ",]}".unicodeScalars.contains(scalars[after]) ? last : nil
    }
    let next = later.first { skippingBlanks(in: $0) < $0.count }
    let isContinued = next.map { skippingBlanks(in: $0) > indentation } ?? false
    return isContinued ? nil : last
  }

  /// The column of the line's first key.
  private var indentation: Int {
    scalars.firstIndex { !" \t-?".unicodeScalars.contains($0) } ?? 0
  }

  private func colon(after keyEnd: Int) -> Int? {
    var index = keyEnd
    if index < scalars.count, Self.isQuote(scalars[index]) { index += 1 }
    index = skippingBlanks(from: index)
    return index < scalars.count && scalars[index] == ":" ? index : nil
  }

  /// The end of a reference that begins here and can be followed.
  private func reference(at index: Int) -> Int? {
    guard index < scalars.count, scalars[index] == "$", index == 0 || scalars[index - 1] != "$",
      let end = closings[closings.partitioningIndex { $0 >= index }...].first,
      end - index < Self.longestReference
    else { return nil }
    let template = Template(Array(scalars[index...end]).text)
    return template.pieces.count == 1 && template.isReference ? end + 1 : nil
  }

  private func skippingBlanks(from index: Int) -> Int {
    scalars[min(index, scalars.count)...].firstIndex { !$0.properties.isWhitespace }
      ?? scalars.count
  }

  private func skippingBlanks(in other: [Unicode.Scalar]) -> Int {
    other.firstIndex { !$0.properties.isWhitespace } ?? other.count
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\"" }

  private static func isKeyPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
  }
}

extension [Int] {
  /// The first index whose element, and that of every later one, belongs to the second part.
  fileprivate func partitioningIndex(where isInSecondPart: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
