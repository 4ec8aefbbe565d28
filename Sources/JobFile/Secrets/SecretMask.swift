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
  private(set) var parts = SecretParts()
  /// What is hidden of the lines.
  private(set) var stretches = SecretParts()
  /// The first values that were hidden of each line, counted from 0, as the parser has them.
  private var valuesOfLine: [Int: [[Unicode.Scalar]]] = [:]
  /// Of each line, whether something of it is hidden.
  private(set) var isLineHidden: [Bool] = []
  private var aliased: Set<String> = []
  /// The words of the language, which may be shown wherever they are.
  let words: Set<String>

  /// How many values of a line are kept to be compared with short words.
  private static let mostValuesOfLine = 20

  /// Hides whatever is beneath a key that speaks of a secret or that the language does not have, comments,
  /// and the user and password of every address. A value that is nothing but references stays, because it holds
  /// no secret.
  ///
  /// - Parameters:
  ///   - source: the file's text.
  ///   - root: its tree; without a mapping for its root, all is hidden but the words of the language.
  ///   - shape: the form of files, which says what keys there are.
  ///   - secrets: values from outside that are secret.
  init(_ source: SourceText, root: Node?, shape: ValueShape, secrets: Set<String> = []) {
    words = shape.words.union(["env", "file", "param"])
    original = source.lines
    lines = original
    for line in lines.indices {
      for range in UserInfo.ranges(in: original[line]) + Credential.ranges(in: original[line]) {
        hide(range, inLine: line)
      }
    }
    for secret in secrets { parts.insertForms(of: secret) }
    guard let root, case .mapping(let entries) = root.content else {
      hideUnparsed()
      noteHidden()
      return
    }
    hideComments(beside: root)
    let others = entries.filter { $0.key != JobSection.params }
    hideSecrets(in: Node(.mapping(others), at: root.span), shape: shape, secrecy: .open)
    let secretParameters = Self.secretParameters(in: root, shape: shape)
    for entry in entries where entry.key == JobSection.params {
      hideParameters(in: entry.value, secret: secretParameters)
    }
    hideAnchors(in: root)
    hideRepetitions()
    noteHidden()
  }

  /// Keeps what is hidden, to find it again in messages.
  private mutating func noteHidden() {
    isLineHidden = original.indices.map { line in
      let isHidden = { (index: Int) in lines[line][index] != original[line][index] }
      guard let first = original[line].indices.first(where: isHidden),
        let last = original[line].indices.last(where: isHidden)
      else { return false }
      if last - first >= SecretParts.width - 1 { stretches.insert(original[line][first...last]) }
      return true
    }
  }

  /// The text with every token hidden.
  var text: String { Array(lines.joined(separator: ["\n"])).text }

  mutating func hideSecrets(in node: Node, shape: ValueShape?, secrecy: Secrecy) {
    Secrecy.forEachScalar(in: node, shape: shape, secrecy: secrecy) { scalar, span, secrecy in
      if secrecy == .secret || secrecy == .unknown && !isHarmless(scalar.written, at: span) {
        hideUnlessReference(scalar, at: span, isSpread: secrecy == .secret)
      }
      if secrecy > .open, firstSign(of: span) == "&" { hide(span) }
      // Escapes, blanks and folded lines can keep an address from being seen in the lines.
      if UserInfo.isIn(scalar.written), span.start.line != span.end.line || !isHidden(span) {
        hide(span)
        note(Array(scalar.written.unicodeScalars), at: span, isSpread: false)
      }
    }
  }

  /// Whether a text is a word of the language, too short to be a secret, or a key with its colon.
  private func isHarmless(_ text: String, at span: SourceSpan) -> Bool {
    if words.contains(text) || text.unicodeScalars.count < SecretValues.shortest { return true }
    guard let (line, range) = ranges(of: span).last else { return false }
    return original[line][range.upperBound...].first { $0 != " " } == ":"
  }

  /// Hides a value; one that is spread is hidden wherever else it is.
  private mutating func hideUnlessReference(
    _ scalar: Scalar, at span: SourceSpan, isSpread: Bool
  ) {
    // Cutting a text takes several times its memory.
    let mayRefer = scalar.written.utf8.contains(UInt8(ascii: "$"))
    guard !scalar.written.isEmpty, !(mayRefer && Template(scalar.written).isReference) else {
      return
    }
    hide(span)
    note(Array(scalar.written.unicodeScalars), at: span, isSpread: isSpread)
    if firstSign(of: span) == "*" { aliased.insert(scalar.written) }
  }

  private mutating func note(_ value: [Unicode.Scalar], at span: SourceSpan, isSpread: Bool) {
    let line = span.start.line - 1
    if valuesOfLine[line, default: []].count < Self.mostValuesOfLine {
      valuesOfLine[line, default: []].append(value)
    }
    // A shorter one would hide half the file, and is no token of anyone's.
    if isSpread, value.count >= SecretParts.width { parts.insert(value) }
  }

  /// Values that were hidden where a finding is.
  func values(at span: SourceSpan) -> [[Unicode.Scalar]] { valuesOfLine[span.start.line - 1] ?? [] }

  /// The first character of what a span covers.
  func firstSign(of span: SourceSpan) -> Unicode.Scalar? {
    let (line, column) = (span.start.line - 1, span.start.column - 1)
    return line < original.count && column < original[line].count ? original[line][column] : nil
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
    ranges(of: span).contains { line, range in
      (isLineHidden.isEmpty || isLineHidden[line])
        && lines[line][range] != original[line][range]
    }
  }

  /// The part of each line, counted from 0, that a span covers.
  func ranges(of span: SourceSpan) -> [(line: Int, range: Range<Int>)] {
    (span.start.line...span.end.line).filter { $0 <= original.count }.map { number in
      let count = original[number - 1].count
      let from = number == span.start.line ? min(span.start.column - 1, count) : 0
      let to = number == span.end.line ? min(span.end.column - 1, count) : count
      return (number - 1, from..<max(from, to))
    }
  }

  /// Hides every value, and every part of one, wherever the same text is.
  private mutating func hideRepetitions() {
    guard !parts.isEmpty else { return }
    for line in original.indices {
      for range in parts.ranges(in: original[line]) { hide(range, inLine: line) }
    }
  }

  /// Hides the end of a line: it has an ellipsis and blanks.
  mutating func cut(from start: Int, inLine line: Int) {
    let end = original[line].count
    guard original[line][start..<end].contains(where: { !" \t\r".unicodeScalars.contains($0) })
    else { return }
    for index in start..<end { lines[line][index] = " " }
    lines[line][min(start + 1, end - 1)] = "\u{2026}"
  }

  /// Hides a stretch of a line, its blanks apart.
  mutating func hide(_ range: Range<Int>, inLine line: Int) {
    for index in range.clamped(to: lines[line].indices)
    where !" \t\r".unicodeScalars.contains(lines[line][index]) {
      lines[line][index] = "*"
    }
  }
}
