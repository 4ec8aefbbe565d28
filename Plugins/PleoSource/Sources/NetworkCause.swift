/// What the network library said, fit to be shown.
struct NetworkCause: Error, CustomStringConvertible {
  let description: String

  /// What an error says, without the token, and cut: it may quote a header, or a certificate.
  init(_ error: any Error, _ redaction: Redaction) {
    description = redaction.harmless(String(describing: error), limit: 300)
  }
}
