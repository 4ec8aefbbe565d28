import Diagnostics

extension SecretMask {
  /// The finding with every hidden value hidden in its words too.
  func masked(_ finding: Diagnostic) -> Diagnostic {
    Diagnostic(
      finding.severity, id: finding.id, masked(finding.message, at: finding.span),
      at: finding.span, help: finding.help.map { masked($0, at: finding.span) },
      notes: finding.notes.map { .init(masked($0.message, at: $0.span), at: $0.span) })
  }

  /// A text for people: what it quotes is looked at, quote by quote.
  private func masked(_ words: String, at span: SourceSpan?) -> String {
    var scalars = Array(words.unicodeScalars)
    // A message that points into a secret quotes it even where the secret holds a quote.
    if let span, isHidden(span) {
      for value in values.map({ Array($0.unicodeScalars) }) {
        for quote in ["'", "\""] as [Unicode.Scalar] {
          for range in scalars.places(of: [quote] + value + [quote]) {
            scalars.hide(range.lowerBound + 1..<range.upperBound - 1)
          }
        }
      }
    }
    var from = 0
    while from <= scalars.count {
      let end = scalars[from...].firstIndex { $0 == "'" || $0 == "\"" } ?? scalars.count
      // A message about an alias names its anchor, and one about a long word its beginning.
      var word = from..<end
      if let first = scalars[word].first, first == "&" || first == "*" {
        word = from + 1..<end
      }
      if scalars[word].last == "\u{2026}" { word = word.lowerBound..<end - 1 }
      scalars.replaceSubrange(word, with: shown(Array(scalars[word]), at: span))
      from = end + 1
    }
    for range in UserInfo.ranges(in: scalars) { scalars.hide(range) }
    return scalars.text
  }

  /// A part of a message as it may be shown: with asterisks where the file has them.
  private func shown(_ part: [Unicode.Scalar], at span: SourceSpan?) -> [Unicode.Scalar] {
    // One or two characters are a bracket or an escape that the message is about.
    guard part.count >= 3 else { return part }
    let isLong = part.count >= 8
    if isLong || span.map(isHidden) == true, values.contains(where: { $0.contains(part.text) }) {
      return part.hidden
    }
    let near = span.map { $0.start.line - 1...$0.end.line - 1 }
    for line in hiddenLines where isLong || near?.contains(line) == true {
      let forms = original[line].places(of: part).map { Array(lines[line][$0]) }
      if let form = forms.first, !forms.contains(part) { return form }
    }
    return part
  }
}

extension [Unicode.Scalar] {
  fileprivate var hidden: [Unicode.Scalar] { map { $0 == " " ? $0 : "*" } }

  fileprivate mutating func hide(_ range: Range<Int>) {
    replaceSubrange(range, with: Array(self[range]).hidden)
  }
}
