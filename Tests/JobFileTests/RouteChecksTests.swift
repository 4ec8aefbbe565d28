import JobFileTestSupport
import Testing

/// No two sinks write to one place, and none where the job keeps its state.
struct RouteChecksTests {
  @Test func twoSinksOnStandardOutputAreRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: a, sink: { stdout: {} } }
            - { name: b, sink: { stdout: {} } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:24: error: two sinks would write to standard output [routes.claim]
            9 |   - { name: b, sink: { stdout: {} } }
              |                        ^~~~~~
        job.yaml:8:24: note: the other sink is here
            8 |   - { name: a, sink: { stdout: {} } }
              |                        ^~~~~~
          help: keep one of them, or give each a place of its own
        """)
  }

  @Test func twoSinksOnOneTableAreRefusedHoweverThePathIsWritten() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: a, sink: { sqlite: { path: ./d/../x } } }
            - { name: b, sink: { sqlite: { path: "${env:X}" } } }
          """), environment: ["X": "x"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:24: error: two sinks would write to one table [routes.claim]
            9 |   - { name: b, sink: { sqlite: { path: "${env:X}" } } }
              |                        ^~~~~~
        job.yaml:8:24: note: the other sink is here
            8 |   - { name: a, sink: { sqlite: { path: ./d/../x } } }
              |                        ^~~~~~
          help: keep one of them, or give each a place of its own
        """)
  }

  @Test func aQueueInsideAnotherIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: a, sink: { file_queue: { directory: q } } }
            - { name: b, sink: { file_queue: { directory: q/new } } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:24: error: two sinks would write to one directory [routes.claim]
            9 |   - { name: b, sink: { file_queue: { directory: q/new } } }
              |                        ^~~~~~~~~~
        job.yaml:8:24: note: the other sink is here
            8 |   - { name: a, sink: { file_queue: { directory: q } } }
              |                        ^~~~~~~~~~
          help: keep one of them, or give each a place of its own
        """)
  }

  @Test func aDatabaseInsideAQueueIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: a, sink: { file_queue: { directory: q } } }
            - { name: b, sink: { sqlite: { path: q/x.sqlite } } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:24: error: two sinks would write to one place [routes.claim]
            9 |   - { name: b, sink: { sqlite: { path: q/x.sqlite } } }
              |                        ^~~~~~
        job.yaml:8:24: note: the other sink is here
            8 |   - { name: a, sink: { file_queue: { directory: q } } }
              |                        ^~~~~~~~~~
          help: keep one of them, or give each a place of its own
        """)
  }

  @Test func aSinkInTheLedgerIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { sqlite: { path: ./s/ledger.sqlite } }", more: "run: { state: ./s }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:13: error: this sink would write where the job keeps its state [routes.claim]
            8 |   - sink: { sqlite: { path: ./s/ledger.sqlite } }
              |             ^~~~~~
        job.yaml:9:15: note: the state is kept here
            9 | run: { state: ./s }
              |               ^~~
          help: give the sink or the state another place
        """)
  }

  @Test func aQueueThatHoldsTheDefaultStateIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { file_queue: { directory: . } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:13: error: this sink would write where the job keeps its state [routes.claim]
            8 |   - sink: { file_queue: { directory: . } }
              |             ^~~~~~~~~~
          help: give the sink or the state another place
        """)
  }
}
