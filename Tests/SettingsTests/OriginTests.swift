import Testing

@testable import Settings

struct OriginTests {
  @Test(arguments: [
    ("https://external.pleo.io/v3?x#y", "https://external.pleo.io"),
    ("HTTPS://External.Pleo.IO:443", "https://external.pleo.io"),
    ("http://user:pass@host:8080/p@th", "http://host:8080"),
    ("https://[FD00::1]:8443/", "https://[fd00::1]:8443"),
    ("http://host?@evil", "http://host"),
  ])
  func onlySchemeHostAndPortAreShown(url: String, origin: String) {
    #expect(Origin(url)?.description == origin)
  }

  @Test(arguments: ["", "/path", "host:80", "https://", "https://ho st", "https://host:x", "://h"])
  func whatIsNoAbsoluteURLHasNone(url: String) {
    #expect(Origin(url) == nil)
  }
}
