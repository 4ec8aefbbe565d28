import PageSourceKit

/// An API's address in its parts, as far as they decide whether it may be used.
struct BaseURL {
  /// Why a text is no base URL, in words for a finding.
  struct Problem: Error {
    let message: String
    let help: String
  }

  /// The text without a slash at the end.
  let text: String
  /// Whether the host is this machine: 127.0.0.0/8, ::1, localhost.
  let isLoopback: Bool

  /// Reads an address that ``checked(_:)`` took.
  init?(_ text: String) {
    guard let url = try? Self.checked(text) else { return nil }
    self = url
  }

  /// The form of an address that may be used, but for its port.
  static let pattern =
    "^([Hh][Tt][Tt][Pp][Ss]://[^\\s?#@/:]|[Hh][Tt][Tt][Pp]://\(Loopback.hostPattern)(:|/|$))"
    + "[^\\s?#@]*$"

  private init(text: String, isLoopback: Bool) {
    self.text = text
    self.isLoopback = isLoopback
  }

  /// Whether a text is meant as an address at all.
  static func isMeant(by text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: ":")) || text.utf8.contains(UInt8(ascii: "/"))
  }

  /// Takes `https://host[:port][/path]`, and `http://` to loopback.
  ///
  /// - Parameter noun: what it is called in messages.
  static func checked(_ text: String, as noun: String = "base URL") throws(Problem) -> BaseURL {
    let example = "write an address such as https://export.example.com"
    let lower = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else {
      throw Problem(message: "a \(noun) begins with https://", help: example)
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) })
    else {
      throw Problem(
        message: "the \(noun) has a space or a character that no URL has", help: example)
    }
    for (mark, part) in [("?", "a query"), ("#", "a fragment")] where text.contains(mark) {
      throw Problem(
        message: "the \(noun) has \(part)", help: "take out the '\(mark)' and what follows it")
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else {
      throw Problem(
        message: "the \(noun) has a user name or a password",
        help: "take them out: the API is asked with the token")
    }
    guard let host = host(of: authority) else {
      throw Problem(message: "the \(noun) has no host or a wrong port", help: example)
    }
    let isLoopback = Loopback.isNamed(by: host)
    guard scheme == "https://" || isLoopback else {
      throw Problem(
        message: "the \(noun) would send the token over a connection that anyone can read",
        help: "write https://: http:// is only for this machine: localhost, 127.0.0.1, [::1]")
    }
    let slashes = text.reversed().prefix { $0 == "/" }.count
    return BaseURL(text: String(text.dropLast(slashes)), isLoopback: isLoopback)
  }

  /// The host of `host[:port]`; nil when either is wrong.
  private static func host(of authority: Substring) -> Substring? {
    let host: Substring
    var port: Substring
    if authority.hasPrefix("[") {
      host = authority.prefix { $0 != "]" }.dropFirst()
      port = authority.dropFirst(host.count + 1)
      guard port.hasPrefix("]"), host.contains(":"),
        host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
      else { return nil }
      port = port.dropFirst()
    } else {
      host = authority.prefix { $0 != ":" }
      port = authority.dropFirst(host.count)
      guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) })
      else { return nil }
    }
    guard port.isEmpty || isPort(port.dropFirst()) else { return nil }
    return port.isEmpty || port.hasPrefix(":") ? host : nil
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.count <= 5 && text.allSatisfy(\.isNumber) && Int(text).map((1...65535).contains) ?? false
  }
}
