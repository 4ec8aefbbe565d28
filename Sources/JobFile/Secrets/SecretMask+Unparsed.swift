import Settings

extension SecretMask {
  /// Hides all of a text that is no YAML but blanks, signs, and the words of the language: nobody can say what
  /// is a key there, and what a value.
  mutating func hideUnparsed() {
    for line in original.indices {
      let text = original[line]
      var isHidden = [Bool](repeating: false, count: text.count)
      var index = 0
      while index < text.count {
        let end = text[index...].firstIndex { !Self.isWordPart($0) } ?? text.count
        if end > index {
          let word = text[index..<end]
          let isShown = isWordOfLanguage(word) || word.allSatisfy { $0 == "-" }
          for place in index..<end { isHidden[place] = !isShown }
        }
        // A sign between two hidden letters is as good as one.
        if end < text.count { isHidden[end] = !Self.isSign(text[end]) }
        index = end + 1
      }
      for index in isHidden.indices
      where isHidden[index]
        || (0 < index && index + 1 < text.count && isHidden[index - 1] && isHidden[index + 1])
      {
        hide(index..<index + 1, inLine: line)
      }
    }
  }

  func isWordOfLanguage(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    // None is longer.
    word.count <= 64 && words.contains(Array(word).text)
  }

  static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
  }

  /// Whether it is one of the signs that YAML and references are written with.
  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    " \t\r:,[]{}#&*!|>'\"%@`?\\$".unicodeScalars.contains(scalar)
  }
}
