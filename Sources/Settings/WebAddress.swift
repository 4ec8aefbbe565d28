import Diagnostics

/// The address of something on the web that is sent to: HTTPS, or HTTP to this machine.
///
/// Only its ``origin`` may be shown: whoever knows the rest may be let in by it.
public struct WebAddress: Sendable {
  /// The whole of it.
  public let url: Secret
  /// Scheme, host and port.
  public let origin: Origin

  /// Takes an address; nil where anything is wrong with it.
  public init?(_ text: String) {
    guard Self.problem(with: text) == nil, let origin = Origin(text) else { return nil }
    url = Secret(text)
    self.origin = origin
  }

  /// The form of an address, but for its port.
  static let pattern =
    "^([Hh][Tt][Tt][Pp][Ss]://[^\\s?#@/:]|[Hh][Tt][Tt][Pp]://\(Loopback.hostPattern)(:|/|\\?|$))"
    + "[^\\s@#]*$"

  /// What is wrong with a text as such an address, in words that do not quote it; nil where nothing is.
  public static func problem(with text: String) -> String? {
    guard
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) })
    else { return "the URL has a space or a character that no URL has" }
    guard let origin = Origin(text), ["https", "http"].contains(origin.scheme) else {
      return "the URL is not an HTTPS URL with a host"
    }
    guard origin.scheme == "https" || origin.isLoopback else {
      return "the URL would be sent over a connection that anyone can read"
    }
    let rest = text.drop { $0 != "/" }.dropFirst(2)
    if rest.prefix(while: { !"/?#".contains($0) }).contains("@") {
      return "the URL has a user name or a password"
    }
    return text.contains("#") ? "the URL has a fragment, which is never sent" : nil
  }
}

extension ValueType where Value == WebAddress {
  /// A URL of HTTPS, or of HTTP to this machine. No finding quotes it.
  public static var url: ValueType {
    let (name, example) = ("a URL", "https://receiver.example.com/items")
    return ValueType(
      name: name, example: example, shape: .text(pattern: WebAddress.pattern),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let message = WebAddress.problem(with: scalar.text) {
          findings.add(
            Diagnostic(
              id: .settingsURL, message, at: node.span,
              help: "write a URL such as \(example); http:// is only for this machine: localhost, "
                + "127.0.0.1, [::1]"))
          return nil
        }
        return WebAddress(scalar.text)
      }, write: { "\($0.origin)/…" })
  }
}
