import ExportModel

/// What looks like a credential, wherever it stands: a long word of mixed letters and digits, or a JSON Web
/// Token (RFC 7519).
enum Credential {
  /// How long such a word is at least.
  private static let shortest = 20

  /// Where credentials seem to be in a text. Ids (UUIDs), paths and ordinary words are none.
  static func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while index < text.count {
      guard isPart(text[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < text.count, isPart(text[end]) { end += 1 }
      if end - index >= shortest { ranges += credentials(in: text, index..<end) }
      index = end
    }
    return ranges
  }

  private static func credentials(in text: [Unicode.Scalar], _ word: Range<Int>) -> [Range<Int>] {
    if text[word].starts(with: "eyJ".unicodeScalars), text[word].contains(".") { return [word] }
    var ranges: [Range<Int>] = []
    var start = word.lowerBound
    while start < word.upperBound {
      let end =
        text[start..<word.upperBound].firstIndex { "/.".unicodeScalars.contains($0) }
        ?? word.upperBound
      if end - start >= shortest, isMixed(text[start..<end]) { ranges.append(start..<end) }
      start = end + 1
    }
    return ranges
  }

  /// Whether letters and digits, small and large, take turns as they do by chance.
  private static func isMixed(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    // What has the form of an id but for a character or two is an id that was mistyped.
    if word.count(where: { $0 == "-" }) >= 3,
      word.allSatisfy({ $0 == "-" || $0.properties.isASCIIHexDigit })
    {
      return false
    }
    var (digits, letters, turns, length) = (0, 0, 0, 0)
    var last: Int?
    var index = word.startIndex
    while index < word.endIndex {
      // An id is no secret, be it a part of a longer name.
      if word.endIndex - index >= 36, word[index + 8] == "-",
        Identifier(Array(word[index..<index + 36]).text) != nil
      {
        index += 36
        last = nil
        continue
      }
      if let kind = kind(of: word[index]) {
        if kind == 0 { digits += 1 } else { letters += 1 }
        if let last, last != kind { turns += 1 }
        last = kind
        length += 1
      }
      index += 1
    }
    return length >= shortest && digits >= 2 && letters >= 2 && turns * 4 >= length
  }

  private static func kind(of scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "0"..."9": 0
    case "a"..."z": 1
    case "A"..."Z": 2
    default: nil
    }
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    kind(of: scalar) != nil || "-_.~+/=".unicodeScalars.contains(scalar)
  }
}
