import Diagnostics
import Settings

extension SecretMask {
  /// The finding with every hidden value hidden in its words too.
  func masked(_ finding: Diagnostic) -> Diagnostic {
    finding.rewording { masked($0, at: $1) }
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
    var masked: [Unicode.Scalar] = []
    for part in scalars.split(omittingEmptySubsequences: false, whereSeparator: Self.isQuote) {
      if !masked.isEmpty || part.startIndex > 0 { masked.append(scalars[part.startIndex - 1]) }
      masked += quoted(part, at: span)
    }
    for range in UserInfo.ranges(in: masked) + Credential.ranges(in: masked) { masked.hide(range) }
    return masked.text
  }

  private static func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "\"" }

  /// How many characters of one part of a message are shown.
  private static let mostCharacters = 500

  /// A part between quotes, shortened where it is very long.
  private func quoted(
    _ part: ArraySlice<Unicode.Scalar>, at span: SourceSpan?
  ) -> [Unicode.Scalar] {
    // A message about an alias names its anchor, and one about a long word its beginning.
    let start = part.first == "&" || part.first == "*" ? part.startIndex + 1 : part.startIndex
    let end = max(start, part.last == "\u{2026}" ? part.endIndex - 1 : part.endIndex)
    let whole = part[..<start] + shown(Array(part[start..<end]), at: span) + part[end...]
    return whole.count <= Self.mostCharacters
      ? Array(whole) : whole.prefix(Self.mostCharacters) + ["\u{2026}"]
  }

  /// A part of a message as it may be shown: with asterisks where the file has them.
  private func shown(_ part: [Unicode.Scalar], at span: SourceSpan?) -> [Unicode.Scalar] {
    // One or two characters are a bracket or an escape that the message is about.
    guard part.count >= 3, !isWordOfLanguage(part[...]) else { return part }
    if let span {
      if isHidden(span), values(at: span).contains(where: { !$0.places(of: part).isEmpty }) {
        return part.hidden
      }
      if let form = form(of: part, near: span) { return form }
    }
    if stretches.covers(part) { return part.hidden }
    var shown = part
    let known = wordRanges(in: part)
    for range in parts.ranges(in: part)
    where !known.contains(where: { $0.clamped(to: range) == range }) {
      shown.hide(range)
    }
    return shown
  }

  /// Where words of the language are in a part of a message.
  private func wordRanges(in part: [Unicode.Scalar]) -> [Range<Int>] {
    part.split { !Self.isWordPart($0) }.compactMap { word in
      isWordOfLanguage(word) ? word.startIndex..<word.endIndex : nil
    }
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

  /// Hides a part of it, its blanks apart.
  mutating func hide(_ range: Range<Int>) {
    replaceSubrange(range, with: Array(self[range]).hidden)
  }
}
