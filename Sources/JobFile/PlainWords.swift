/// Names that people make of words. What is no such name may be a secret that was pasted in the place of one.
enum PlainWords {
  /// Whether a name is words, as in `PLEO_TOKEN`, `oauth2_key` and `PleoToken`.
  static func areAll(in name: Substring, separators: String = "_") -> Bool {
    name.split { separators.contains($0) }.allSatisfy(isOne)
  }

  /// Whether a text is at most 16 letters, all small, all large or in camel case, and then at most 4 digits.
  private static func isOne(_ word: Substring) -> Bool {
    let letters = word.prefix { $0.isLetter }
    let digits = word.dropFirst(letters.count)
    guard letters.count <= 16, digits.count <= 4, digits.allSatisfy(\.isNumber) else {
      return false
    }
    return letters == letters.uppercased() || letters == letters.lowercased()
      || isCamelCase(letters)
  }

  /// Whether every capital has two small letters after it, as chance would seldom have it.
  private static func isCamelCase(_ letters: Substring) -> Bool {
    let capitals = letters.indices.filter { letters[$0].isUppercase }
    let ends = capitals.dropFirst() + [letters.endIndex]
    return zip(capitals, ends).allSatisfy { letters.distance(from: $0, to: $1) >= 3 }
  }
}

extension Template {
  /// Whether the scalar is nothing but references that may be shown: they hold nothing to fall back to, and
  /// their names are words.
  var isReference: Bool {
    pieces.allSatisfy {
      switch $0 {
      case .environment(let name, let fallback, _):
        (fallback?.isEmpty ?? true) && PlainWords.areAll(in: name[...])
      case .file(let path, _): PlainWords.areAll(in: path[...], separators: "/._-~")
      case .parameter(let name, _): PlainWords.areAll(in: name[...])
      case .problem(let problem): problem.isOfCapitals
      case .literal: false
      }
    }
  }
}

extension Template.Problem {
  /// Whether it is about a name in capitals, as in `${PLEO_TOKEN}` and `${env PLEO_TOKEN}`.
  fileprivate var isOfCapitals: Bool {
    let words = body.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return !words.isEmpty
      && words.allSatisfy {
        $0 == "env" || ($0 == $0.uppercased() && PlainWords.areAll(in: $0))
      }
  }
}
