import Foundation
import PageSourceKit
import Testing

@testable import PleoSource

struct BackOffTests {
  private let policy = RetryPolicy(
    attempts: 100, base: .milliseconds(500), cap: .seconds(60), giveUpAfter: .seconds(900))

  @Test func theLongestWaitDoublesUpToTheCap() {
    let waits = (1...9).map { policy.wait(afterAttempt: $0, retryAfter: nil, random: 0.5) }
    let milliseconds: [Int] = [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]
    #expect(waits == milliseconds.map { .milliseconds($0) })
  }

  @Test func theWaitIsAnythingFromNothingToTheLongest() {
    #expect(policy.wait(afterAttempt: 3, retryAfter: nil, random: 0) == .zero)
    #expect(policy.wait(afterAttempt: 3, retryAfter: nil, random: 0.25) == .milliseconds(500))
  }

  @Test func theWaitIsNeverShorterThanTheAPIAsks() {
    #expect(policy.wait(afterAttempt: 1, retryAfter: .seconds(7), random: 0.9) == .seconds(7))
    #expect(
      policy.wait(afterAttempt: 9, retryAfter: .seconds(7), random: 0.5) == .seconds(30))
  }

  @Test func aGreatNumberOfAttemptsAndABaseOfZeroAreFine() {
    #expect(policy.wait(afterAttempt: .max, retryAfter: nil, random: 0.5) == .seconds(30))
    let eager = RetryPolicy(
      attempts: 2, base: .zero, cap: .seconds(1), giveUpAfter: .seconds(1))
    #expect(eager.wait(afterAttempt: .max, retryAfter: nil, random: 0.5) == .zero)
  }

  @Test(arguments: [
    (Duration.zero, "0 s"), (.milliseconds(3), "3 ms"), (.milliseconds(999), "999 ms"),
    (.seconds(1), "1 s"), (.milliseconds(1550), "1.5 s"), (.seconds(900), "900 s"),
    (.milliseconds(1050), "1 s"), (.milliseconds(-500), "-500 ms"),
  ])
  func aTimeIsToldInWords(time: Duration, words: String) {
    #expect(time.words == words)
  }
}

struct HugeTimeTests {
  @Test(arguments: [
    (Duration.seconds(9_300_000_000_000_000), "9300000000000000 s"),
    (.seconds(Int64.max) + .milliseconds(500), "9223372036854775807.5 s"),
    (.seconds(Int64.min), "-9223372036854775808 s"),
  ])
  func theWordsOfAHugeTimeAreNoOverflow(time: Duration, words: String) {
    #expect(time.words == words)
  }
}

struct RetryAfterTests {
  @Test(arguments: [
    ("0", 0), ("2", 2), ("120", 120), ("2678400", 2_678_400),
    ("Thu, 01 Jan 1970 00:01:40 GMT", 90), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
  ])
  func secondsAndDatesAreUnderstood(text: String, seconds: Int64) {
    #expect(RetryAfter.wait(text, now: 10_000) == .seconds(seconds))
  }

  @Test(arguments: [
    "2678401", "9300000000000000", "9223372036854775807", "9223372036854775808",
    "99999999999999999999", "Fri, 31 Dec 9999 23:59:60 GMT",
  ])
  func aHugeRetryAfterIsNoCrashButAMonth(text: String) {
    #expect(RetryAfter.wait(text, now: 0) == .seconds(31 * 86_400))
  }

  @Test(arguments: [
    "", "-1", "1.5", "+3", " 2", "soon", "Sun, 06-Nov-94 08:49:37 GMT",
    "Sunday, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sun Nov 6 08:49:37 1994", "Sun Nov  16 08:49:37 1994", "Sun Nov  6 08:49:37 94",
    "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func anythingElseIsNot(text: String) {
    #expect(RetryAfter.wait(text, now: 0) == nil)
  }

  /// A date in one of the two old forms was ignored, though every recipient must read them.
  @Test(arguments: [
    ("Sun, 01 Mar 2026 00:01:30 GMT", 90), ("Sunday, 01-Mar-26 00:01:30 GMT", 90),
    ("Sun Mar  1 00:01:30 2026", 90), ("Tue Mar 10 00:00:00 2026", 777_600),
    ("Saturday, 28-Feb-26 00:00:00 GMT", 0), ("Monday, 01-Mar-76 00:00:00 GMT", 2_678_400),
    ("Tuesday, 01-Mar-77 00:00:00 GMT", 0),
  ])
  func allThreeFormsOfADateAreUnderstood(text: String, seconds: Int64) {
    // Sunday, 2026-03-01T00:00:00Z.
    #expect(RetryAfter.wait(text, now: 1_772_323_200_000) == .seconds(seconds))
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
    ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800),
    ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
  ])
  func datesAreThoseOfTheCalendar(text: String, seconds: Int64) {
    #expect(RetryAfter.secondsSince1970(ofDate: text) == seconds)
  }
}

struct PacerTests {
  /// The moments at which requests that all want to be sent at once are sent.
  private func times(_ count: Int, perMinute rate: Int, from start: Duration) -> [Duration] {
    var pacer = Pacer(requestsPerMinute: rate)
    var now = start
    return (0..<count).map { _ in
      now += pacer.reserve(now: now)
      return now
    }
  }

  @Test func aSlowRateHasNoBurst() {
    let sent = times(4, perMinute: 30, from: .seconds(100))
    #expect(sent == [.seconds(100), .seconds(102), .seconds(104), .seconds(106)])
  }

  @Test func aFastRateBeginsWithASecondsWorth() {
    let sent = times(13, perMinute: 600, from: .seconds(5))
    #expect(sent.prefix(10).allSatisfy { $0 == .seconds(5) })
    #expect(sent.suffix(3) == [.milliseconds(5100), .milliseconds(5200), .milliseconds(5300)])
  }

  @Test func aPauseEarnsOneBurstAndNoMore() {
    var pacer = Pacer(requestsPerMinute: 120)
    let waits = [0, 3600, 3600, 3600].map { pacer.reserve(now: .seconds($0)) }
    #expect(waits == [.zero, .zero, .zero, .milliseconds(500)])
  }
}

struct ProxyRuleTests {
  private let proxyText = "http://proxy.corp:3128"

  private func proxy(
    to target: String, _ httpsProxy: String?, noProxy: String? = nil
  ) throws -> ProxyAddress? {
    let origin = try #require(Origin(target))
    return try ProxyAddress.forRequests(
      to: origin, on: host(["HTTPS_PROXY": httpsProxy, "NO_PROXY": noProxy]))
  }

  @Test(arguments: [
    "http://proxy.corp:3128", "http://PROXY.corp:3128/", "proxy.corp:3128",
    "HTTP://proxy.corp:3128",
  ])
  func aProxyIsReadFromItsAddress(text: String) throws {
    let proxy = try #require(try proxy(to: "https://external.pleo.io", text))
    #expect(proxy.host == "proxy.corp")
    #expect(proxy.port == 3128)
    #expect(proxy.credentials == nil)
  }

  @Test func userAndPasswordArePercentDecoded() throws {
    let proxy = try #require(
      try proxy(to: "https://external.pleo.io", "http://me:p%40ss:w%2Frd@[fd00::1]:80"))
    #expect(proxy.host == "fd00::1")
    #expect(proxy.credentials?.user == "me")
    #expect(proxy.credentials?.password == "p@ss:w/rd")
  }

  @Test(arguments: [nil, ""]) func withoutAnAddressThereIsNoProxy(text: String?) throws {
    #expect(try proxy(to: "https://external.pleo.io", text) == nil)
  }

  @Test(arguments: [
    "https://localhost", "https://LOCALHOST:8443", "https://127.0.0.1", "https://127.8.9.10",
    "https://[::1]:8080", "http://external.pleo.io",
  ])
  func loopbackAndPlainHTTPHaveNoProxy(target: String) throws {
    #expect(try proxy(to: target, proxyText) == nil)
  }

  @Test(arguments: [
    "*", "external.pleo.io", "EXTERNAL.pleo.io", "pleo.io", ".pleo.io", "a.example, pleo.io",
    "a.example pleo.io", "pleo.io:443", ".pleo.io:443",
  ])
  func aTargetInNoProxyHasNoProxy(noProxy: String) throws {
    #expect(try proxy(to: "https://external.pleo.io/v3", proxyText, noProxy: noProxy) == nil)
  }

  @Test(arguments: [
    "", ",", "leo.io", "pleo.io:8443", "internal.pleo.io", ".external.pleo.io.x", "io.pleo",
  ])
  func anyOtherTargetHas(noProxy: String) throws {
    #expect(try proxy(to: "https://external.pleo.io", proxyText, noProxy: noProxy) != nil)
  }

  @Test func anIPv6TargetCanBeInNoProxy() throws {
    #expect(try proxy(to: "https://[fd00::7]", proxyText, noProxy: "fd00::7") == nil)
    #expect(try proxy(to: "https://[fd00::7]", proxyText, noProxy: "[fd00::7]:443") == nil)
  }

  @Test(arguments: [
    ("https://me:hidden@proxy:1", "only proxies that are spoken to over http can be used"),
    ("socks5://me:hidden@proxy:1", "only proxies that are spoken to over http can be used"),
    ("http://me:hidden@proxy", "it has no port"),
    ("http://me:hidden@proxy:0", "its host and port cannot be read"),
    ("http://me:hidden@proxy:99999", "its host and port cannot be read"),
    ("http://me:hidden@:80", "its host and port cannot be read"),
    ("http://me:hidden", "its host and port cannot be read"),
    ("http://me:hidden@proxy:80/path", "its host and port cannot be read"),
    ("http://:hidden@proxy:80", "its user and password cannot be read"),
    ("http://me:hidden%zz@proxy:80", "its user and password cannot be read"),
  ])
  func aWrongAddressIsToldWithoutItsPassword(text: String, problem: String) throws {
    let error = #expect(throws: SourceError.self) {
      try proxy(to: "https://external.pleo.io", text)
    }
    #expect(
      error?.description == "HTTPS_PROXY is not the address of a proxy: \(problem)"
        + " (write http://host:port or http://user:password@host:port)")
  }

  @Test(arguments: [
    ("https://127.0.0.1:8443", nil), ("http://external.pleo.io", nil),
    ("https://external.pleo.io", "pleo.io"), ("https://external.pleo.io", "*"),
  ])
  func aWrongAddressOfAProxyThatIsNotUsedIsNoError(target: String, noProxy: String?) throws {
    #expect(try proxy(to: target, "socks5://nonsense", noProxy: noProxy) == nil)
  }
}

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

struct RedactionTests {
  @Test func theTokenAndItsPartsAreHidden() {
    let redaction = Redaction(token: "abcdefghij-KLMNOP")
    #expect(redaction.harmless("x abcdefghij-klmnop y", limit: 80) == "x ‹secret› y")
    #expect(redaction.harmless("abcdefgh", limit: 80) == "‹secret›")
    #expect(redaction.harmless("abcdefg", limit: 80) == "abcdefg")
    #expect(redaction.harmless("defghij-KL.cdefghij", limit: 80) == "‹secret›.‹secret›")
    #expect(redaction.harmless("abcd\u{200B}efghij", limit: 80) == "‹secret›")
  }

  /// As an API, or a proxy before it, may give back what it was sent.
  @Test func formsOfTheTokenAreHidden() {
    let token = "pA7/x+Q2.kZ9_w4-Rt8~mN1vB6"
    let redaction = Redaction(token: token)
    let hexadecimal = token.utf8.map { String($0, radix: 16) }.joined()
    func escaped(_ escape: (String) -> String) -> String {
      token.utf8.map { escape(String($0, radix: 16)) }.joined()
    }
    let forms: [String] = [
      Data(token.utf8).base64EncodedString(), Data("me:\(token)".utf8).base64EncodedString(),
      Data("you:\(token):x".utf8).base64EncodedString(),
      Data(token.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_"),
      hexadecimal, hexadecimal.uppercased(), String(token.reversed()),
      token.utf8.map { "%" + String($0, radix: 16) }.joined(),
      token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
      token.map(String.init).joined(separator: " "),
      "type \(token.prefix(10)) and \(token.dropFirst(10))",
      "\(token.prefix(6)): \(token.dropFirst(6).prefix(6)) | \(token.dropFirst(12))",
      token.replacing("/", with: "\\/"), token.replacing("+", with: "\\u002b"),
      token.replacing("+", with: "&#43;").replacing("/", with: "&#x2F;"),
    ]
    let escapes = ["0xHH ", "\\xHH", "\\u00HH", "&#xHH;", "%25HH", "\\\\u00HH"].map { escape in
      escaped { escape.replacing("HH", with: $0) }
    }
    let decimal = escaped { "&#\(Int($0, radix: 16) ?? 0);" }
    for form in forms + escapes + [decimal] {
      #expect(redaction.finds(in: form), "\(form)")
      let shown = redaction.harmless(form, limit: 400)
      #expect(shown.contains("‹secret›"), "\(form): \(shown)")
      // What the encoding adds around it may stay, and so may one part that is too short.
      let rest = shown.replacing("‹secret›", with: "").filter { $0.isLetter || $0.isNumber }
      #expect(rest.count <= 16, "\(form): \(shown)")
    }
    for harmless in ["unauthorized: the token is invalid", "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"] {
      #expect(redaction.harmless(harmless, limit: 400) == harmless)
    }
  }

  @Test func aShortTokenIsHiddenWhole() {
    #expect(Redaction(token: "abc").harmless("xabcx", limit: 80) == "x‹secret›x")
    #expect(Redaction(token: "").harmless("abc", limit: 80) == "abc")
    #expect(Redaction(token: nil).harmless("abc", limit: 80) == "abc")
  }

  @Test func aTokenIsHiddenBeforeTheTextIsCut() {
    let shown = Redaction(token: "abcdefghij").harmless("1234 abcdefghij", limit: 8)
    #expect(shown == "1234 ‹se…")
  }

  @Test func nothingThatMovesTheCursorIsLeft() {
    let text = "a\u{1B}[2J\r\nb\u{9B}c\u{202E}d\u{2028}e\u{FEFF}"
    #expect(Redaction(token: nil).harmless(text, limit: 80) == "a[2Jbcde")
  }
}
