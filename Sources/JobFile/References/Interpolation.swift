import Diagnostics
import Foundation
import Settings

/// Puts values from outside into the scalars of a parsed file. A value stays inside its scalar, so
/// it can never add a key.
struct Interpolation {
  /// What the file may refer to by `${param:name}`.
  enum Parameters {
    /// It is not the place for parameters: they are declared here.
    case none
    /// These; nil where `params` cannot be read, which has its finding.
    case declared([String: ParameterSection.Parameter]?)
  }

  let outside: OutsideTexts
  let context: ReadingContext
  let parameters: Parameters

  /// How many problems of one value are reported.
  private static let mostProblems = 20

  /// The same tree with every reference followed; what is unavailable is reported and stays
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
    var problems = 0
    let template = Template(scalar.written)
    for piece in template.pieces where problems < Self.mostProblems {
      switch value(of: piece, in: node) {
      case .text(let value): text += value
      case .reported: isWhole = false
      case .problem(let finding):
        findings.add(finding)
        isWhole = false
        problems += 1
      }
    }
    guard isWhole else { return Scalar(unresolved: scalar.written, isPlain: scalar.isPlain) }
    return Scalar(
      text, written: scalar.written, isPlain: scalar.isPlain,
      standsInFile: template.hasLiteral || template.parameters.contains(where: hasLiteral),
      rereading: rereading(of: template))
  }

  /// How to read a value once more that is a file and nothing else.
  private func rereading(of template: Template) -> Rereading? {
    guard template.pieces.count == 1, case .file(let path, _) = template.pieces[0] else {
      return nil
    }
    return outside.rereading(of: context.resolve(path))
  }

  private func hasLiteral(_ parameter: String) -> Bool {
    guard case .declared(let declared) = parameters else { return false }
    return declared?[parameter]?.hasLiteral ?? false
  }

  /// What a piece comes to.
  private enum Value {
    case text(String)
    /// No value; the finding says why.
    case problem(Diagnostic)
    /// No value; the finding was reported elsewhere.
    case reported
  }

  private func value(of piece: Template.Piece, in node: Node) -> Value {
    if case .literal(let text) = piece { return .text(text) }
    let value = followed(piece, in: node)
    guard case .text(let text) = value, !outside.spend(text) else { return value }
    return .problem(
      Diagnostic(
        id: .valueLimit,
        "values from outside have more than \(OutsideTexts.limit >> 20) MiB together",
        at: node.span, help: "a token, an id or a path is short: refer to another file"))
  }

  private func followed(_ piece: Template.Piece, in node: Node) -> Value {
    switch piece {
    case .literal(let text):
      return .text(text)
    case .problem(let problem):
      return .problem(
        Diagnostic(
          id: problem.id, problem.message, at: place(problem.range, in: node), help: problem.help))
    case .environment(let name, let fallback, let range):
      let value = outside.environment(name)
      // As in a shell, what is after ':-' is for an empty variable too.
      if let fallback { return .text(value.flatMap { $0.isEmpty ? nil : $0 } ?? fallback) }
      return value.map(Value.text)
        ?? missing(
          "environment variable '\(name)' is not set", at: range, in: node,
          help: "set \(name) before sluice starts")
    case .parameter(let name, let range):
      return value(ofParameter: name, at: place(range, in: node))
    case .file(let path, let range):
      do {
        guard let text = try outside.file(context.resolve(path)) else {
          return missing(
            "file '\(path)' is not text in UTF-8", at: range, in: node, help: "save it as UTF-8")
        }
        return .text(text)
      } catch let error as UnreadableFile where error.isDenied {
        return .problem(
          Diagnostic(
            id: .valueDenied, "user \(NSUserName()) may not read the file '\(path)'",
            at: place(range, in: node),
            help: "let this user read it, and every folder on the way to it"))
      } catch {
        return missing(
          "file '\(path)' cannot be read: \(error)", at: range, in: node,
          help: "a relative path is relative to the job file's folder")
      }
    }
  }

  private func missing(
    _ message: String, at range: Range<Int>, in node: Node, help: String
  ) -> Value {
    .problem(Diagnostic(id: .valueMissing, message, at: place(range, in: node), help: help))
  }

  private func value(ofParameter name: String, at span: SourceSpan) -> Value {
    guard case .declared(let declared) = parameters else {
      return .problem(
        Diagnostic(
          id: .paramsNested, "a parameter cannot take its value from another one", at: span,
          help: "write a value, ${env:NAME} or ${file:path}"))
    }
    guard let declared else { return .reported }
    guard let parameter = declared[name] else {
      let nearest = Suggestion.nearest(to: name, among: declared.keys.sorted())
      return .problem(
        Diagnostic(
          id: .paramsUnknown, "parameter '\(name)' is not declared", at: span,
          help: nearest.map { "did you mean '\($0)'?" }
            ?? "declare it: params: { \(name): { type: text } }"))
    }
    if case .known(let text) = parameter.value { return .text(text) }
    return .reported
  }

  private func place(_ range: Range<Int>, in node: Node) -> SourceSpan {
    context.source.place(from: range.lowerBound, length: range.count, in: node)
  }
}
