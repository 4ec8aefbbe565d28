import Diagnostics
import Settings

/// Hides tokens that are in a file, because findings show the lines of it and quote its values.
///
/// Columns stay: every character becomes one asterisk.
struct SecretMask {
  /// The file's lines as written.
  let original: [[Unicode.Scalar]]
  /// The same lines with what was hidden so far.
  private(set) var lines: [[Unicode.Scalar]]
  /// What was hidden, as the parser has it: escapes and folded lines make it another text.
  private(set) var values: Set<String> = []
  /// The lines of which something is hidden.
  private(set) var hiddenLines: [Int] = []
  private var aliased: Set<String> = []

  /// Hides whatever is beneath a key that speaks of a secret, and the user and password of
  /// every address. A value that is nothing but references stays, because it holds no secret.
  ///
  /// - Parameter root: the text's tree; without a mapping for its root, more is hidden than need
  ///   be.
  init(_ text: String, root: Node?) {
    original = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map(Array.init)
    lines = original
    for line in lines.indices {
      for range in UserInfo.ranges(in: original[line]) { hide(range, inLine: line) }
    }
    guard let root, case .mapping(let entries) = root.content else {
      hideUnparsed()
      hiddenLines = original.indices.filter { lines[$0] != original[$0] }
      return
    }
    let others = entries.filter { $0.key != JobSection.params }
    hideSecrets(in: Node(.mapping(others), at: root.span), isBeneath: false)
    if let parameters = root[JobSection.params] {
      hideParameters(in: parameters, secret: Self.secretParameters(in: root))
    }
    hideAnchors(in: root)
    hideRepetitions()
    hiddenLines = original.indices.filter { lines[$0] != original[$0] }
  }

  /// The text with every token hidden.
  var text: String { Array(lines.joined(separator: ["\n"])).text }

  mutating func hideSecrets(in node: Node, isBeneath: Bool) {
    switch node.content {
    case .scalar(let scalar):
      if isBeneath || SecretKey.isInside(scalar.written) {
        hideUnlessReference(scalar, at: node.span)
      }
      // Escapes and folded lines can keep an address from being seen in the lines.
      if !UserInfo.ranges(in: Array(scalar.written.unicodeScalars)).isEmpty,
        !isHidden(node.span) || node.span.start.line != node.span.end.line
      {
        hide(node.span)
      }
    case .sequence(let list):
      for item in list { hideSecrets(in: item, isBeneath: isBeneath) }
    case .mapping(let entries):
      for entry in entries {
        // In '{SECRET}' the secret is a key.
        if isBeneath || SecretKey.isInside(entry.key) {
          hideUnlessReference(Scalar(entry.key, isPlain: true), at: entry.keySpan)
        }
        hideSecrets(in: entry.value, isBeneath: isBeneath || SecretKey.isOne(entry.key))
      }
    }
  }

  private mutating func hideUnlessReference(_ scalar: Scalar, at span: SourceSpan) {
    guard !scalar.written.isEmpty, !Template(scalar.written).isReference else { return }
    hide(span)
    values.insert(scalar.written)
    if isAlias(span) { aliased.insert(scalar.written) }
  }

  private func isAlias(_ span: SourceSpan) -> Bool {
    let (line, column) = (span.start.line - 1, span.start.column - 1)
    return line < original.count && column < original[line].count && original[line][column] == "*"
  }

  /// An alias is apart from its value, which may be under any key.
  private mutating func hideAnchors(in node: Node) {
    switch node.content {
    case .scalar(let scalar): if aliased.contains(scalar.written) { hide(node.span) }
    case .sequence(let list): for item in list { hideAnchors(in: item) }
    case .mapping(let entries): for entry in entries { hideAnchors(in: entry.value) }
    }
  }

  private mutating func hide(_ span: SourceSpan) {
    for (line, range) in ranges(of: span) { hide(range, inLine: line) }
  }

  /// Whether any character of a stretch is hidden.
  func isHidden(_ span: SourceSpan) -> Bool {
    ranges(of: span).contains { line, range in lines[line][range] != original[line][range] }
  }

  /// The part of each line, counted from 0, that a span covers.
  private func ranges(of span: SourceSpan) -> [(line: Int, range: Range<Int>)] {
    (span.start.line...span.end.line).filter { $0 <= original.count }.map { number in
      let count = original[number - 1].count
      let from = number == span.start.line ? min(span.start.column - 1, count) : 0
      let to = number == span.end.line ? min(span.end.column - 1, count) : count
      return (number - 1, from..<max(from, to))
    }
  }

  /// Hides every value wherever the same text is; the whole file where looking for them all
  /// would take long.
  private mutating func hideRepetitions() {
    // A shorter one would hide half the file, and is no token of anyone's.
    let wanted = values.map { Array($0.unicodeScalars) }.filter { $0.count >= 8 }
    let work = wanted.reduce(0) { $0 + $1.count } * original.reduce(0) { $0 + $1.count }
    for line in original.indices {
      guard work <= Self.mostWork else {
        hide(original[line].indices, inLine: line)
        continue
      }
      for value in wanted {
        for range in original[line].places(of: value) { hide(range, inLine: line) }
      }
    }
  }

  /// The most characters to compare: those of ten long tokens with those of a file of 100 KiB.
  private static let mostWork = 100_000_000

  /// Hides a stretch of a line, its blanks apart.
  mutating func hide(_ range: Range<Int>, inLine line: Int) {
    for index in range.clamped(to: lines[line].indices)
    where !" \t\r".unicodeScalars.contains(lines[line][index]) {
      lines[line][index] = "*"
    }
  }
}
