import Diagnostics
import Foundation
import Settings
import Testing

@testable import HTTPExchange

struct ProxyAddressTests {
  private let proxyText = "http://proxy.corp:3128"

  private func proxy(
    to target: String, _ httpsProxy: String?, noProxy: String? = nil
  ) throws -> ProxyAddress? {
    let origin = try #require(Origin(target))
    return try ProxyAddress.forRequests(
      to: origin, environment: { ["HTTPS_PROXY": httpsProxy, "NO_PROXY": noProxy][$0] ?? nil })
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
    let error = #expect(throws: ConnectionError.self) {
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
