import Diagnostics

/// An error of syntax as libyaml words it, and as we report it to a person.
struct SyntaxProblem {
  /// A place in the text and what is there.
  struct Place {
    let position: SourcePosition
    /// The text from the place on.
    let rest: Substring.UnicodeScalarView
    /// Whether only blanks are before the place on its line.
    let isFirstOnLine: Bool
    /// What is before the place on its line, if anything.
    let before: Unicode.Scalar?
    /// The line of the place.
    let line: SourceLine
    /// The line above it that is neither blank nor a comment, if there is one.
    let lineAbove: SourceLine?

    /// What is at the place up to a blank, a bracket or a comma, at most 40 characters.
    var word: String {
      String(
        String.UnicodeScalarView(
          rest.prefix(40).prefix { !" \t\r\n,[]{}".unicodeScalars.contains($0) }))
    }

    /// The first character there, in quotes.
    var character: String { "'\(String(String.UnicodeScalarView(rest.prefix(1))))'" }

    /// What is at the place, in words.
    var found: String {
      switch rest.first {
      case nil: "the end of the file"
      case "\n", "\r": "the end of the line"
      case "\t": "a tab"
      default: word.isEmpty ? character : "'\(word)'"
      }
    }
  }

  /// libyaml's sentence, such as `did not find expected key`.
  let problem: String
  /// What libyaml was doing, such as `while parsing a block mapping`; may be empty.
  let context: String
  let file: String
  /// Where libyaml stopped.
  let place: Place
  /// Where what libyaml was reading begins; meaningful only with a context.
  let contextPlace: Place

  /// The finding to report.
  var finding: Diagnostic {
    if problem == "found undefined tag handle" || context.hasSuffix(" a tag") {
      return Diagnostic(
        id: .yamlTag, "tags are not allowed", at: span(context.isEmpty ? place : contextPlace),
        help: "take the tag out: each setting decides how its value is read")
    }
    if let finding = findingOnItsLine { return finding }
    let wording = wording
    return Diagnostic(
      id: .yamlSyntax, wording.message, at: span(wording.isAtContext ? contextPlace : place),
      help: wording.help, notes: notes)
  }

  /// Where the list or mapping begins that the problem is in.
  var notes: [Diagnostic.Note] {
    let what =
      switch context {
      case "while parsing a block mapping", "while parsing a flow mapping": "mapping"
      case "while parsing a block collection", "while parsing a flow sequence": "list"
      default: ""
      }
    guard !what.isEmpty, contextPlace.position != place.position else { return [] }
    let start = SourceSpan(
      file: file, start: contextPlace.position, end: contextPlace.position)
    return [Diagnostic.Note("the \(what) begins here", at: start)]
  }

  private func span(_ place: Place) -> SourceSpan {
    SourceSpan(file: file, start: place.position, end: place.position)
      .part(from: 0, length: place.word.unicodeScalars.count)
  }
}
