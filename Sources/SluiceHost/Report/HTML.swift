import Diagnostics

/// A piece of HTML: text is put in as text, whatever it holds.
struct HTML: ExpressibleByStringInterpolation, CustomStringConvertible {
  let description: String

  init(stringLiteral markup: String) { description = markup }
  init(stringInterpolation: Interpolation) { description = stringInterpolation.markup }
  private init(markup: String) { description = markup }

  /// Pieces one after another.
  static func joined(_ pieces: [HTML]) -> HTML {
    HTML(markup: pieces.map(\.description).joined(separator: "\n"))
  }

  /// Puts texts and numbers in as text, and pieces as they are.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { markup += literal }
    mutating func appendInterpolation(_ piece: HTML) { markup += piece.description }
    mutating func appendInterpolation(_ number: Int) { markup += "\(number)" }
    mutating func appendInterpolation(_ text: String) {
      for scalar in TerminalText.visible(text).unicodeScalars {
        switch scalar {
        case "&": markup += "&amp;"
        case "<": markup += "&lt;"
        case ">": markup += "&gt;"
        case "\"": markup += "&quot;"
        case "'": markup += "&#39;"
        default: markup.unicodeScalars.append(scalar)
        }
      }
    }
  }
}
