/// Names that people make of words. What is no such name may be a secret that was pasted in the place of one.
enum PlainWords {
  /// Whether a name is words, as in `API_TOKEN`, `oauth2_key` and `ApiToken`.
  static func areAll(in name: Substring, separators: String = "_") -> Bool {
    name.split { separators.contains($0) }.allSatisfy(isOne)
  }

  /// Whether a text is letters, all small, all large or in camel case, with digits before or after them.
  private static func isOne(_ word: Substring) -> Bool {
    guard word.utf8.count <= 30 else { return false }
    let runs = word.split { $0.isNumber }
    guard runs.count <= 1, word.count(where: \.isNumber) <= 6 else { return false }
    return runs.allSatisfy {
      $0 == $0.uppercased() || $0 == $0.lowercased() || isCamelCase($0)
    }
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
      case .problem(let problem): problem.isOfWords
      case .literal: false
      }
    }
  }
}

extension Template.Problem {
  /// Whether it names something that is no secret: a name in capitals, as in `${API_TOKEN}` and
  /// `${env API_TOKEN}`, or words behind a kind of reference, as in `${env:api-token}`.
  fileprivate var isOfWords: Bool {
    guard body.utf8.count <= 200, !body.contains(":-") else { return false }
    let words = body.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    guard let kind = words.first, words.allSatisfy({ PlainWords.areAll(in: $0) }) else {
      return false
    }
    let isOfKind = body.hasPrefix("\(kind):") && kind.count <= 5
    let names = isOfKind || kind == "env" ? words.dropFirst() : words[...]
    // Behind a blank there may be anything.
    return !body.contains(" ") && ["env:", "file:", "param:"].contains(where: body.hasPrefix)
      || names.allSatisfy { $0 == $0.uppercased() }
  }
}
