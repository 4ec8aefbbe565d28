/// Scheme, host and port of a URL: all of it that may be shown, because the rest can hold secrets.
public struct Origin: Equatable, Sendable, CustomStringConvertible {
  /// The scheme in lower case.
  public let scheme: String
  /// The host in lower case, an IPv6 address without its brackets.
  public let host: String
  /// The port, also where the URL leaves it to the scheme; 0 where the scheme has none known.
  public let port: Int

  /// Reads the beginning of an absolute URL; nil for anything else.
  public init?(_ url: String) {
    guard let colon = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<colon.lowerBound].lowercased()
    guard !scheme.isEmpty, scheme.utf8.allSatisfy({ $0.isAlphanumeric || "+-.".utf8.contains($0) })
    else { return nil }
    var authority = url[colon.upperBound...].prefix { !"/?#\\".contains($0) }
    if let at = authority.lastIndex(of: "@") {
      authority = authority[authority.index(after: at)...]
    }
    guard let (host, port) = splitHostAndPort(authority) else { return nil }
    self.scheme = scheme
    self.host = host
    self.port = port ?? Self.defaultPort(of: scheme)
  }

  /// Whether the host is this machine by its name or its address.
  public var isLoopback: Bool { Loopback.isNamed(by: host) }

  /// The origin as a URL, with the port only where it is not the scheme's own.
  public var description: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(name)" + (port == Self.defaultPort(of: scheme) ? "" : ":\(port)")
  }

  private static func defaultPort(of scheme: String) -> Int {
    switch scheme {
    case "https": 443
    case "http": 80
    default: 0
    }
  }
}

/// Splits `host`, `host:port`, `[v6]` or `[v6]:port`; the host comes in lower case and without
/// brackets. Nil where the host is not one or the port is not 1 to 65535.
public func splitHostAndPort(_ text: some StringProtocol) -> (host: String, port: Int?)? {
  let host: String
  let rest: String
  if text.hasPrefix("[") {
    guard let end = text.firstIndex(of: "]") else { return nil }
    host = text[text.index(after: text.startIndex)..<end].lowercased()
    rest = String(text[text.index(after: end)...])
    guard host.utf8.allSatisfy({ $0.isAlphanumeric || ":.".utf8.contains($0) }) else { return nil }
  } else {
    let end = text.firstIndex(of: ":") ?? text.endIndex
    host = text[..<end].lowercased()
    rest = String(text[end...])
    guard host.utf8.allSatisfy({ $0.isAlphanumeric || "-._".utf8.contains($0) }) else {
      return nil
    }
  }
  guard !host.isEmpty else { return nil }
  if rest.isEmpty { return (host, nil) }
  guard rest.hasPrefix(":"), rest.dropFirst().utf8.allSatisfy({ "0123456789".utf8.contains($0) }),
    let port = Int(rest.dropFirst()), (1...65535).contains(port)
  else { return nil }
  return (host, port)
}

extension UInt8 {
  /// Whether the byte is one of `0-9A-Za-z`.
  public var isAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
