import Diagnostics

/// One line of the text around a mistake.
struct SourceLine {
  /// The line's number, counted from 1.
  let number: Int
  let scalars: [Unicode.Scalar]

  /// Where the line's first key is, behind dashes of lists, and what it is; nil where the line begins
  /// with anything else.
  ///
  /// `rest` is what is behind the colon.
  var key: (column: Int, name: String, rest: [Unicode.Scalar])? {
    var index = scalars.firstIndex { $0 != " " } ?? scalars.count
    while index + 1 < scalars.count, scalars[index] == "-", scalars[index + 1] == " " {
      index = scalars[(index + 1)...].firstIndex { $0 != " " } ?? scalars.count
    }
    let name = scalars[index...].prefix { isKeyPart($0) }
    guard !name.isEmpty, name.endIndex < scalars.count, scalars[name.endIndex] == ":" else {
      return nil
    }
    return (index + 1, text(name), Array(scalars[(name.endIndex + 1)...]))
  }

  private func isKeyPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic
      || scalar.properties.numericType != nil
  }
}

private func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}

/// Mistakes that libyaml notices behind the place where they were made.
extension SyntaxProblem {
  /// The finding where the mistake was made; nil where libyaml's place is the right one.
  var findingOnItsLine: Diagnostic? {
    switch problem {
    case "mapping values are not allowed in this context", "found unexpected ':'",
      "could not find expected ':'":
      missingBlank ?? deeperKey
    case "did not find expected '-' indicator", "did not find expected key":
      place.isFirstOnLine ? missingBlank ?? misalignedKey : quoteInside
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'": bareReference
    default: nil
    }
  }

  /// `name:out`: without a blank there is no key.
  private var missingBlank: Diagnostic? {
    let candidates = [contextPlace.line, place.line, place.lineAbove].compactMap(\.self)
    for line in candidates {
      guard let key = line.key, let first = key.rest.first, first != " ", first != "\t",
        first != "\r"
      else { continue }
      let column = key.column + key.name.unicodeScalars.count
      let start = SourcePosition(line: line.number, column: column)
      return Diagnostic(
        id: .yamlSyntax, "expected a blank after '\(key.name):'",
        at: SourceSpan(file: file, start: start, end: start).part(from: 0, length: 1),
        help: "put a blank between the ':' and the value")
    }
    return nil
  }

  /// A key below a key with a value, and further in.
  private var deeperKey: Diagnostic? {
    guard let key = place.line.key, let above = place.lineAbove?.key, key.column > above.column,
      above.rest.contains(where: { $0 != " " && $0 != "\r" })
    else { return nil }
    return misaligned(key, with: above)
  }

  /// A key that begins in another column than those of its mapping.
  private var misalignedKey: Diagnostic? {
    guard let key = place.line.key else { return nil }
    if let above = place.lineAbove?.key, above.column != key.column,
      place.lineAbove?.hasDash == true
    {
      return misaligned(key, with: above)
    }
    guard let first = contextPlace.line.key, first.column == contextPlace.position.column,
      first.column != key.column
    else { return nil }
    return misaligned(key, with: first)
  }

  private func misaligned(
    _ key: (column: Int, name: String, rest: [Unicode.Scalar]),
    with other: (column: Int, name: String, rest: [Unicode.Scalar])
  ) -> Diagnostic {
    let start = SourcePosition(line: place.line.number, column: key.column)
    return Diagnostic(
      id: .yamlSyntax,
      "'\(key.name)' is in column \(key.column), and '\(other.name)' in column \(other.column)",
      at: SourceSpan(file: file, start: start, end: start)
        .part(from: 0, length: key.name.unicodeScalars.count),
      help: "align it with '\(other.name)', or indent it below the key that it belongs to",
      notes: notes)
  }

  /// A quotation mark that ends a quoted text too early.
  private var quoteInside: Diagnostic? {
    guard let quote = place.before, quote == "'" || quote == "\"", let next = place.rest.first,
      !" \n\r,]}".unicodeScalars.contains(next)
    else { return nil }
    let start = SourcePosition(line: place.position.line, column: place.position.column - 1)
    return Diagnostic(
      id: .yamlSyntax, "the quoted text ends here, and more follows",
      at: SourceSpan(file: file, start: start, end: start).part(from: 0, length: 1),
      help: quote == "'"
        ? "write '' for an apostrophe inside single quotes"
        : "write \\\" for a quotation mark inside double quotes")
  }

  /// `${env:NAME}` without quotes inside braces or brackets, where '{' begins a mapping.
  private var bareReference: Diagnostic? {
    guard place.rest.first == "{", place.before == "$" else { return nil }
    let body = place.rest.prefix(200).prefix { $0 != "}" && $0 != "\n" }
    guard place.rest[body.endIndex...].first == "}" else { return nil }
    let reference = "$\(text(body))}"
    let rest = place.rest[body.endIndex...].dropFirst()
      .prefix { !" ,]}\n\r".unicodeScalars.contains($0) }
    let start = SourcePosition(line: place.position.line, column: place.position.column - 1)
    return Diagnostic(
      id: .yamlSyntax, "'\(reference)' must be quoted inside braces and brackets",
      at: SourceSpan(file: file, start: start, end: start)
        .part(from: 0, length: reference.unicodeScalars.count),
      help: rest.isEmpty
        ? "write \"\(reference)\"" : "put the whole value in quotes: \"\(reference)\(text(rest))\"")
  }
}

extension SourceLine {
  /// Whether an entry of a list begins on the line.
  fileprivate var hasDash: Bool { scalars.first { $0 != " " } == "-" }
}
