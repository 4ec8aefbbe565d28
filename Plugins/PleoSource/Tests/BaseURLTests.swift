import JobFileTestSupport
import Testing

/// Addresses of an API that may not be used.
struct BaseURLTests {
  @Test func plainHTTPToAnotherMachineIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""http://export.example.com""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL would send the token over a connection that anyone can read [source.address]
            5 |     environment: "http://export.example.com"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write https://: http:// is only for this machine: localhost, 127.0.0.1, [::1]
        """)
  }

  @Test func plainHTTPToANameThatOnlyLooksLikeLoopbackIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""http://127.0.0.1.example.com""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL would send the token over a connection that anyone can read [source.address]
            5 |     environment: "http://127.0.0.1.example.com"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write https://: http:// is only for this machine: localhost, 127.0.0.1, [::1]
        """)
  }

  /// The C library takes each for a name, or for another address than it looks like.
  @Test(arguments: [
    "127.0.0.08", "127.0.0.010", "127.1", "127.0.0.256", "0127.0.0.1", "2130706433", "0x7f000001",
    "localhost.", "api.localhost", "[::ffff:127.0.0.1]", "[0::1]", "127.0.0.1.",
  ])
  func plainHTTPToWhatLooksLikeLoopbackIsRefused(host: String) async throws {
    let loaded = try await load(
      job(environment: "\"http://\(host):8080\"", pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings.hasPrefix(
        "job.yaml:5:18: error: the base URL would send the token over a connection that anyone can "
          + "read [source.address]"), "\(loaded.findings)")
  }

  @Test func aUserAndPasswordIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https://me:secret@example.com""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has a user name or a password [source.address]
            5 |     environment: "https://*********@example.com"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: take them out: the API is asked with the token
        """)
  }

  @Test func aQueryIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https://example.com/?a=1""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has a query [source.address]
            5 |     environment: "https://example.com/?***"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~
          help: take out the '?' and what follows it
        """)
  }

  @Test func aFragmentIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https://example.com/#a""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has a fragment [source.address]
            5 |     environment: "https://example.com/#*"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~
          help: take out the '#' and what follows it
        """)
  }

  @Test func anotherSchemeIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""ftp://example.com""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: a base URL begins with https:// [source.address]
            5 |     environment: "ftp://example.com"
              |                  ^~~~~~~~~~~~~~~~~~~
          help: write an address such as https://export.example.com
        """)
  }

  @Test func noHostIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https:///v3""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has no host or a wrong port [source.address]
            5 |     environment: "https:///v3"
              |                  ^~~~~~~~~~~~~
          help: write an address such as https://export.example.com
        """)
  }

  @Test func aPortOutOfRangeIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https://example.com:70000""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has no host or a wrong port [source.address]
            5 |     environment: "https://example.com:70000"
              |                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write an address such as https://export.example.com
        """)
  }

  @Test func aSpaceInsideIsRefused() async throws {
    let loaded = try await load(
      job(environment: #""https://exa mple.com""#, pleo: "token: ${env:T}"),
      environment: ["T": "t0ken-of-tests"]
    )
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: the base URL has a space or a character that no URL has [source.address]
            5 |     environment: "https://exa mple.com"
              |                  ^~~~~~~~~~~~~~~~~~~~~~
          help: write an address such as https://export.example.com
        """)
  }
}
