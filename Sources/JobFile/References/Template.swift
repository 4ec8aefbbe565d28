import Diagnostics
import Settings

/// A scalar as written, cut into its own text and its references to values from outside.
struct Template {
  /// A part of the scalar.
  enum Piece: Equatable {
    /// The file's own text; `$${` is here as `${`.
    case literal(String)
    /// `${env:NAME}`, or `${env:NAME:-fallback}` for a variable that may be missing or empty.
    case environment(String, fallback: String?, at: Range<Int>)
    /// `${file:path}`.
    case file(String, at: Range<Int>)
    /// `${param:name}`.
    case parameter(String, at: Range<Int>)
    /// A reference that cannot be followed.
    case problem(Problem)
  }

  /// What is wrong with a reference; the range counts Unicode scalars of the text.
  struct Problem: Equatable {
    let id: FindingID
    let message: String
    let help: String
    /// What is between the braces; empty where it is not known where they end.
    let body: String
    let range: Range<Int>
  }

  /// The parts in the order of the text.
  let pieces: [Piece]

  /// Whether any of the value is in the file itself, be it as what a variable falls back to.
  var hasLiteral: Bool {
    pieces.contains { piece in
      switch piece {
      case .literal: true
      case .environment(_, let fallback, _): fallback?.isEmpty == false
      case .file, .parameter, .problem: false
      }
    }
  }

  /// The parameters that the text refers to.
  var parameters: [String] {
    pieces.compactMap { if case .parameter(let name, _) = $0 { name } else { nil } }
  }

  /// Cuts a text; without a reference, it is one literal.
  init(_ written: String) {
    let scalars = Array(written.unicodeScalars)
    var pieces: [Piece] = []
    var literal = ""
    func flush() {
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = ""
    }
    var index = 0
    while index < scalars.count {
      if scalars[index] != "$" {
        literal.unicodeScalars.append(scalars[index])
        index += 1
      } else if scalars[index...].starts(with: "$${".unicodeScalars) {
        literal += "${"
        index += 3
      } else if scalars[index...].starts(with: "${".unicodeScalars) {
        flush()
        guard pieces.count < Self.mostPieces else {
          pieces.append(Self.tooMany(at: index..<scalars.count))
          break
        }
        let end = scalars[index...].firstIndex(of: "}") ?? scalars.count
        let body = Array(scalars[(index + 2)..<end]).text
        let range = index..<min(end + 1, scalars.count)
        pieces.append(
          end < scalars.count ? Self.reference(body, at: range) : Self.unclosed(at: range))
        index = range.upperBound
      } else {
        literal.unicodeScalars.append(scalars[index])
        index += 1
      }
    }
    flush()
    self.pieces = pieces
  }

  /// How many references and texts between them a value may have.
  private static let mostPieces = 1000

  private static func tooMany(at range: Range<Int>) -> Piece {
    .problem(
      Problem(
        id: .valueLimit, message: "the value has more than \(mostPieces / 2) references",
        help: "a token, an id or a path needs few", body: "", range: range))
  }

  private static func reference(_ body: String, at range: Range<Int>) -> Piece {
    let colon = body.firstIndex(of: ":") ?? body.endIndex
    let (kind, name) = (body[..<colon], String(body[colon...].dropFirst()))
    switch kind {
    case "env":
      let mark = name.firstRange(of: ":-")
      let variable = String(name[..<(mark?.lowerBound ?? name.endIndex)])
      guard variable.isVariableName else {
        return wrong(body, "'${\(body)}' does not name an environment variable", at: range)
      }
      let fallback = mark.map { String(name[$0.upperBound...]) }
      return .environment(variable, fallback: fallback, at: range)
    case "file" where !name.isEmpty: return .file(name, at: range)
    case "file": return wrong(body, "'${\(body)}' does not name a file", at: range)
    case "param" where ParameterName.isOne(name): return .parameter(name, at: range)
    case "param": return wrong(body, "'${\(body)}' does not name a parameter", at: range)
    default: return wrong(body, "'${\(body)}' is not a reference", at: range)
    }
  }

  private static func wrong(_ body: String, _ message: String, at range: Range<Int>) -> Piece {
    .problem(
      Problem(
        id: .valueReference, message: message,
        help: "write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant",
        body: body, range: range))
  }

  private static func unclosed(at range: Range<Int>) -> Piece {
    .problem(
      Problem(
        id: .valueReference, message: "'${' has no '}' after it",
        help: "close it, or write $${ where a plain ${ is meant", body: "", range: range))
  }

}
