import NIOHTTP1

/// What status codes mean, whoever answers (RFC 9110, section 15).
public enum ResponseStatus {
  /// Whether the same request may be answered later: 408, 425, 429 and every 5xx but those that say that it never will
  /// (RFC 9110, section 15.6; RFC 6585, section 6).
  public static func isPassing(_ status: Int) -> Bool {
    switch status {
    case 408, 425, 429: true
    case 501, 505, 511: false
    default: (500...599).contains(status)
    }
  }

  /// The status with its meaning: `503 (service unavailable)`.
  public static func words(for status: Int) -> String {
    let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase.lowercased()
    return phrase.isEmpty ? "\(status)" : "\(status) (\(phrase))"
  }
}
