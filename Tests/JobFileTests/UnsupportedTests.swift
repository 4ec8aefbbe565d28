import JobFileTestSupport
import Testing

/// What the specification has and this version does not: refused as such, never ignored.
struct UnsupportedTests {
  @Test func everyKeyThatIsNotBuiltYetIsRefusedAsSuch() async throws {
    let loaded = try await load(
      job(
        more: """
          observe: { ping: { start: https://ping.example.com } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:12: error: 'ping' is not supported yet [settings.unsupported]
            9 | observe: { ping: { start: ************************ } }
              |            ^~~~
          help: take it out: this version of sluice cannot do what it asks for
        """)
  }

  @Test func anOrderThatIsNotBuiltYetIsRefusedAsSuch() async throws {
    let loaded = try await load(
      job(more: "order: transaction_date"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:8: error: 'transaction_date' is not supported yet [settings.unsupported]
            9 | order: transaction_date
              |        ^~~~~~~~~~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        """)
  }
}
