/// This machine's own addresses: the only ones to which a secret may go over plain HTTP.
///
/// They are 127.0.0.0/8, `::1` and, once it has led to one of these, `localhost`
/// (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3; RFC 6761, section 6.3).
public enum Loopback {
  private static let octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"

  /// A regular expression of the hosts that ``isNamed(by:)`` takes, as a URL has them.
  public static let hostPattern =
    #"([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127(\.\#(octet)){3}|\[::1\])"#

  /// Whether a URL's host, without brackets, is `localhost` or an address of this machine.
  ///
  /// Where `localhost` leads is known only once it has been connected to; see ``contains(_:)``.
  public static func isNamed(by host: some StringProtocol) -> Bool {
    host.lowercased() == "localhost" || contains(host)
  }

  /// Whether a text is an address of this machine.
  ///
  /// Addresses are what `inet_pton(3)` takes, as the HTTP client does: any other form, such as `127.0.0.08`
  /// or `127.1`, would be looked up as a name that somebody else may answer for.
  public static func contains(_ address: some StringProtocol) -> Bool {
    if address == "::1" { return true }
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { isOctet(String($0)) }
  }

  private static func isOctet(_ text: String) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && UInt8(text).map { String($0) == text } ?? false
  }
}
