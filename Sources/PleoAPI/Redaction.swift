/// Makes text of the other side fit to be shown: one line, short, and without the token.
struct Redaction: Sendable {
  /// Pieces of the token of `width` characters, in lower case; no text shown contains any.
  private let pieces: Set<[Unicode.Scalar]>
  private let width: Int

  /// Hides `token` and every part of it that is eight characters or longer.
  init(token: String?) {
    let scalars = Array((token ?? "").lowercased().unicodeScalars)
    width = min(8, scalars.count)
    guard width > 0 else {
      pieces = []
      return
    }
    let width = width
    pieces = Set((0...scalars.count - width).map { Array(scalars[$0..<$0 + width]) })
  }

  /// Whether `text` contains the token or a part of it that is never shown.
  func finds(in text: String) -> Bool {
    let scalars = folded(Array(text.unicodeScalars))
    return width > 0 && scalars.indices.contains { isPiece(of: scalars, at: $0) }
  }

  /// `text` without control and formatting characters, the token and its parts shown as
  /// `‹secret›`, and cut to `limit` characters.
  func harmless(_ text: String, limit: Int) -> String {
    let visible = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
      default: true
      }
    }
    let shown = hiding(Array(visible))
    return shown.count <= limit ? shown : shown.prefix(limit) + "…"
  }

  private func hiding(_ scalars: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    let folded = folded(scalars)
    var hiddenTo = 0
    for index in scalars.indices {
      if width > 0, isPiece(of: folded, at: index) {
        if hiddenTo < index || index == 0 { result.append(contentsOf: "‹secret›".unicodeScalars) }
        hiddenTo = index + width
      }
      if index >= hiddenTo { result.append(scalars[index]) }
    }
    return String(result)
  }

  private func isPiece(of folded: [Unicode.Scalar], at index: Int) -> Bool {
    index + width <= folded.count && pieces.contains(Array(folded[index..<index + width]))
  }

  private func folded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    scalars.map { scalar in
      ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
  }
}
