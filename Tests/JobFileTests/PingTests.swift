import JobFile
import JobFileTestSupport
import Settings
import Testing

/// The URLs that a run asks when it begins and ends: secrets, like a token.
struct PingTests {
  @Test func aURLFromOutsideIsTakenAndTheExitCodePutIn() async throws {
    let loaded = try await load(
      job(
        more: """
          observe:
            ping: { start: "${env:PING}/start", end: "${env:PING}/{exit_code}" }
          """), environment: ["PING": "https://ping.example.com/s3cret-s3cret"])
    #expect(loaded.findings == "")
    let ping = try #require(loaded.definition?.observe.ping)
    #expect(
      ping.start?.address(exitCode: nil).revealed == "https://ping.example.com/s3cret-s3cret/start")
    #expect(
      ping.end?.address(exitCode: 65).revealed == "https://ping.example.com/s3cret-s3cret/65")
    #expect(ping.success == nil)
    #expect(!"\(ping)".contains("s3cret"), "and is not shown")
  }

  @Test func aURLInTheFileIsRefusedAndNotShown() async throws {
    let loaded = try await load(
      job(more: "observe: { ping: { start: https://ping.example.com/s3cret-s3cret } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:27: error: the URL is written in the file, and whoever reads it can speak for the job [observe.ping]
            9 | observe: { ping: { start: ************************************** } }
              |                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: take it out: write ${env:PING_URL} or ${file:/run/secrets/ping_url}, with what follows it, such as /start
        """)
  }

  @Test func aURLOfThisMachineMayBeInTheFile() async throws {
    let loaded = try await load(job(more: "observe: { ping: { end: 'http://127.0.0.1:8000/x' } }"))
    #expect(loaded.findings == "")
    #expect(loaded.definition?.observe.ping?.end != nil)
  }

  @Test(arguments: [
    (
      "http://ping.example.com/s3cret",
      "the URL would be sent over a connection that anyone can read"
    ),
    ("ftp://ping.example.com/s3cret", "the URL is not an HTTPS URL with a host"),
    ("ping.example.com/s3cret", "the URL is not an HTTPS URL with a host"),
    ("https:///s3cret", "the URL is not an HTTPS URL with a host"),
    ("https://me:s3cret@ping.example.com", "the URL has a user name or a password"),
    ("https://ping.example.com/s3cret{code}", "the URL has a space or a character that no URL has"),
    ("https://ping.example.com/s3cret x", "the URL has a space or a character that no URL has"),
  ])
  func whatIsNoURLIsRefusedUnseen(url: String, problem: String) async throws {
    let loaded = try await load(
      job(more: "observe: { ping: { start: \"${env:PING}\" } }"), environment: ["PING": url])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:27: error: \(problem) [observe.ping]
            9 | observe: { ping: { start: "${env:PING}" } }
              |                           ^~~~~~~~~~~~~
          help: check the place that the URL comes from
        """)
  }
}
