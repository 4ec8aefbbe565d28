import JobFileTestSupport
import Testing

/// What the specification has and this version does not: refused as such, never ignored.
struct UnsupportedTests {
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
