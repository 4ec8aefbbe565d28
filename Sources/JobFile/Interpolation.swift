import Diagnostics
import Settings

/// Puts values from outside into the scalars of a parsed file. A value stays inside its scalar, so
/// it can never add a key.
struct Interpolation {
  let outside: OutsideValues
  let context: ReadingContext

  /// The same tree with every reference followed; what cannot be had is reported and stays
  /// unresolved.
  func resolve(_ node: Node, findings: inout Findings) -> Node {
    switch node.content {
    case .sequence(let list):
      return Node(.sequence(list.map { resolve($0, findings: &findings) }), at: node.span)
    case .mapping(let entries):
      let resolved = entries.map {
        Node.Entry(
          key: $0.key, keySpan: $0.keySpan, value: resolve($0.value, findings: &findings))
      }
      return Node(.mapping(resolved), at: node.span)
    case .scalar(let scalar):
      guard scalar.written.contains("$") else { return node }
      return Node(.scalar(resolve(scalar, in: node, findings: &findings)), at: node.span)
    }
  }

  private func resolve(_ scalar: Scalar, in node: Node, findings: inout Findings) -> Scalar {
    var text = ""
    var isWhole = true
    for piece in Template(scalar.written).pieces {
      switch value(of: piece, in: node) {
      case .success(let value): text += value
      case .failure(let finding):
        findings.add(finding)
        isWhole = false
      }
    }
    return isWhole
      ? Scalar(text, written: scalar.written, isPlain: scalar.isPlain)
      : Scalar(unresolved: scalar.written, isPlain: scalar.isPlain)
  }

  private func value(of piece: Template.Piece, in node: Node) -> Result<String, Diagnostic> {
    switch piece {
    case .literal(let text):
      return .success(text)
    case .problem(let problem):
      return .failure(
        Diagnostic(
          id: problem.id, problem.message, at: place(problem.range, in: node), help: problem.help))
    case .environment(let name, let range):
      if let value = outside.environment(name) { return .success(value) }
      return missing(
        "environment variable '\(name)' is not set", at: range, in: node,
        help: "set \(name) before sluice starts")
    case .file(let path, let range):
      do {
        guard let text = Self.text(of: try outside.file(context.resolve(path))) else {
          return missing(
            "file '\(path)' is not text in UTF-8", at: range, in: node, help: "save it as UTF-8")
        }
        return .success(text)
      } catch {
        return missing(
          "file '\(path)' cannot be read: \(error)", at: range, in: node,
          help: "a relative path is relative to the job file's folder")
      }
    }
  }

  /// A file's text without one line end after it, for editors put one there.
  private static func text(of bytes: [UInt8]) -> String? {
    var bytes = bytes[...]
    if bytes.last == UInt8(ascii: "\n") {
      bytes.removeLast()
      if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private func missing(
    _ message: String, at range: Range<Int>, in node: Node, help: String
  ) -> Result<String, Diagnostic> {
    .failure(Diagnostic(id: "value.missing", message, at: place(range, in: node), help: help))
  }

  private func place(_ range: Range<Int>, in node: Node) -> SourceSpan {
    context.source.place(from: range.lowerBound, length: range.count, in: node)
  }
}
