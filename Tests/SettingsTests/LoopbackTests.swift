import Foundation
import Settings
import Testing

/// Which hosts are this machine, whoever else may answer for names that look like its addresses.
struct LoopbackTests {
  private static let looksLikeLoopback = [
    "127.0.0.08", "127.0.0.01", "127.00.0.1", "127.0.0.010", "127.1", "127.0.1", "127",
    "127.0.0.1.",
    "127.0.0.256", "127.0.0.-1", "127.0.0.+1", "127.0.0.", "127..0.1", "0127.0.0.1", "0x7f.0.0.1",
    "127.0.0.0x1", "127.0.0.1.1", "127.0.0.1a", "2130706433", "017700000001", "0.0.0.0",
    "128.0.0.1",
    "126.255.255.255", "127.0.0.١", "127。0。0。1", "::", "::2", "::ffff:127.0.0.1", "::127.0.0.1",
    "fe80::1", "[::1]", "localhost.", "localhost.localdomain", "api.localhost", "localhos",
    "localhostx", "127.0.0.1.example.com", "",
  ]

  @Test(arguments: [
    "localhost", "LocalHost", "::1", "127.0.0.0", "127.0.0.1", "127.9.10.100", "127.255.255.255",
  ])
  func thisMachineIsLoopback(host: String) { #expect(Loopback.isNamed(by: host)) }

  @Test(arguments: looksLikeLoopback)
  func whatOnlyLooksLikeThisMachineIsNot(host: String) { #expect(!Loopback.isNamed(by: host)) }

  /// The HTTP client looks up as a name what `inet_pton` does not take.
  @Test func everyAddressIsOneThatTheHTTPClientTakesForAnAddress() {
    let parts = ["0", "1", "01", "8", "08", "10", "010", "100", "255", "256", "00", "+1", ""]
    for second in parts {
      for last in parts {
        let text = "127.\(second).0.\(last)"
        var address = in_addr()
        #expect(Loopback.contains(text) == (inet_pton(AF_INET, text, &address) == 1), "\(text)")
      }
    }
  }

  @Test(
    arguments: looksLikeLoopback + ["localhost", "LOCALHOST", "::1", "127.0.0.1", "127.200.1.9"])
  func theSchemaSaysTheSame(host: String) throws {
    let url = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    let isTaken = try Regex(Loopback.hostPattern).wholeMatch(in: url) != nil
    #expect(isTaken == (Loopback.isNamed(by: host) || host == "[::1]"))
  }
}
