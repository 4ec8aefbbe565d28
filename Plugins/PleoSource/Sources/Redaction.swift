import PageSourceKit

/// Makes text of the other side fit to be shown: one line, short, and without the token.
struct Redaction: Sendable {
  private var parts = SecretParts()

  /// Hides `token`, every part of it that is eight characters or longer, and the forms of them that
  /// ``SecretParts/insertForms(of:)`` knows.
  init(token: String?) {
    if let token { parts.insertForms(of: token) }
  }

  /// Hides these in the same way.
  init(_ secrets: [Secret]) { for secret in secrets { hide(secret) } }

  /// Hides another secret from now on.
  mutating func hide(_ secret: Secret) { parts.insertForms(of: secret.revealed) }

  /// Whether `text` contains the token or a part of it that is never shown.
  func finds(in text: String) -> Bool { !parts.ranges(in: Array(text.unicodeScalars)).isEmpty }

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
    var shownTo = 0
    for range in parts.ranges(in: scalars) {
      result.append(contentsOf: scalars[shownTo..<range.lowerBound])
      result.append(contentsOf: "‹secret›".unicodeScalars)
      shownTo = range.upperBound
    }
    result.append(contentsOf: scalars[shownTo...])
    return String(result)
  }
}
