import Foundation
public import Settings

/// The proxy that requests go through.
public struct ProxyAddress: Equatable, Sendable {
  /// The proxy's host, an IPv6 address without its brackets.
  public let host: String
  /// The proxy's port.
  public let port: Int
  /// The user name and the password, in that order; nil when the proxy wants none.
  let credentials: Credentials?

  struct Credentials: Equatable, Sendable {
    let user: String
    let password: String
  }

  /// The proxy for requests to `target`, as `HTTPS_PROXY` and `NO_PROXY` say.
  ///
  /// Nil means a direct connection: for plain `http` and for this machine always.
  /// The value of `HTTPS_PROXY` is read only where it is used.
  ///
  /// - Parameter environment: the value of an environment variable; nil where there is none.
  public static func forRequests(
    to target: Origin, environment: (String) -> String?
  ) throws(ConnectionError) -> ProxyAddress? {
    let httpsProxy = environment("HTTPS_PROXY") ?? environment("https_proxy")
    let noProxy = environment("NO_PROXY") ?? environment("no_proxy")
    guard let httpsProxy, !httpsProxy.isEmpty, target.scheme == "https", !target.isLoopback,
      !isExempt(target, by: noProxy ?? "")
    else { return nil }
    return try ProxyAddress(httpsProxy)
  }

  /// Reads `[http://][user:password@]host:port[/]`.
  init(_ text: String) throws(ConnectionError) {
    var rest = text[...]
    if let mark = rest.firstRange(of: "://") {
      guard rest[..<mark.lowerBound].lowercased() == "http" else {
        throw Self.error("only proxies that are spoken to over http can be used")
      }
      rest = rest[mark.upperBound...]
    }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    var credentials: Credentials?
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let user = String(parts[0]).removingPercentEncoding, !user.isEmpty,
        let password = String(parts.count > 1 ? parts[1] : "").removingPercentEncoding
      else { throw Self.error("its user and password cannot be read") }
      credentials = Credentials(user: user, password: password)
      rest = rest[rest.index(after: at)...]
    }
    guard let (host, port) = splitHostAndPort(rest) else {
      throw Self.error("its host and port cannot be read")
    }
    guard let port else { throw Self.error("it has no port") }
    self.host = host
    self.port = port
    self.credentials = credentials
  }

  /// Whether `NO_PROXY` names the target.
  ///
  /// An entry is `*`, a host (then its subdomains too, with or without a dot in front), or one of
  /// these with a port (then only that port).
  static func isExempt(_ target: Origin, by noProxy: String) -> Bool {
    noProxy.split(whereSeparator: { ", \t\n".contains($0) }).contains { entry in
      if entry == "*" { return true }
      let name = entry.hasPrefix(".") ? entry.dropFirst() : entry
      if name.lowercased() == target.host { return true }
      guard let (host, port) = splitHostAndPort(name) else { return false }
      guard port.map({ $0 == target.port }) ?? true else { return false }
      return target.host == host || target.host.hasSuffix(".\(host)")
    }
  }

  /// An error that does not repeat the value, because it can hold a password.
  private static func error(_ what: String) -> ConnectionError {
    ConnectionError(
      "HTTPS_PROXY is not the address of a proxy: \(what)",
      hint: "write http://host:port or http://user:password@host:port")
  }
}
