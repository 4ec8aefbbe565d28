import Diagnostics
import Settings

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
      for value in values(at: span) where value.count + 2 <= scalars.count {
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
    for range in UserInfo.ranges(in: scalars) + Credential.ranges(in: scalars) {
      scalars.hide(range)
    }
    return scalars.text
  }

  /// A part of a message as it may be shown: with asterisks where the file has them.
  private func shown(_ part: [Unicode.Scalar], at span: SourceSpan?) -> [Unicode.Scalar] {
    // One or two characters are a bracket or an escape that the message is about.
    guard part.count >= 3, !words.contains(part.text) else { return part }
    if let span {
      if isHidden(span), values(at: span).contains(where: { !$0.places(of: part).isEmpty }) {
        return part.hidden
      }
      if let form = form(of: part, near: span) { return form }
    }
    if stretches.covers(part) { return part.hidden }
    var shown = part
    for range in parts.ranges(in: part) { shown.hide(range) }
    return shown
  }

  /// How many lines are looked at for a word, and how many characters of each.
  private static let (nearLines, nearCharacters) = (20, 10_000)

  /// How a word looks in the lines of a finding; nil where it is not in a line with anything hidden.
  private func form(of part: [Unicode.Scalar], near span: SourceSpan) -> [Unicode.Scalar]? {
    let first = span.start.line - 1
    for line in (first..<min(span.end.line, first + Self.nearLines)).clamped(to: lines.indices)
    where isLineHidden[line] {
      let start = line == first ? max(0, span.start.column - 1 - Self.nearCharacters / 2) : 0
      let near = (start..<start + Self.nearCharacters).clamped(to: lines[line].indices)
      let forms = Array(original[line][near]).places(of: part).map {
        Array(lines[line][$0.lowerBound + near.lowerBound..<$0.upperBound + near.lowerBound])
      }
      if let form = forms.first { return forms.contains(part) ? part : form }
    }
    return nil
  }
}

extension [Unicode.Scalar] {
  fileprivate var hidden: [Unicode.Scalar] { map { $0 == " " ? $0 : "*" } }

  fileprivate mutating func hide(_ range: Range<Int>) {
    replaceSubrange(range, with: Array(self[range]).hidden)
  }
}
