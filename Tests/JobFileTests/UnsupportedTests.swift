import JobFileTestSupport
import Testing

/// What the specification has and this version does not: refused as such, never ignored.
struct UnsupportedTests {
  @Test func everyKeyThatIsNotBuiltYetIsRefusedAsSuch() async throws {
    let loaded = try await load(
      job(
        more: """
          observe: { receipts: ./r.jsonl, metrics: { textfile: ./m.prom } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:12: error: 'receipts' is not supported yet [settings.unsupported]
            9 | observe: { receipts: *********, metrics: { textfile: ******** } }
              |            ^~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:9:33: error: 'metrics' is not supported yet [settings.unsupported]
            9 | observe: { receipts: *********, metrics: { textfile: ******** } }
              |                                 ^~~~~~~
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
