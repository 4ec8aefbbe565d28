import Testing

/// What the specification has and this version does not: refused as such, never ignored.
struct UnsupportedTests {
  @Test func everyKeyThatIsNotBuiltYetIsRefusedAsSuch() async throws {
    let loaded = try await load(
      job(
        more: """
          params: { a: { type: uuid } }
          unmatched: hold
          failure: { max_rejected: 20 }
          observe: { receipts: ./r.jsonl }
          tests: []
          run: { state: ./s, deadline: 20m, shutdown_grace: 30s, when_busy: fail }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:1: error: 'params' is not supported yet [settings.unsupported]
            9 | params: { a: { type: uuid } }
              | ^~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:10:1: error: 'unmatched' is not supported yet [settings.unsupported]
           10 | unmatched: hold
              | ^~~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:11:1: error: 'failure' is not supported yet [settings.unsupported]
           11 | failure: { max_rejected: 20 }
              | ^~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:12:1: error: 'observe' is not supported yet [settings.unsupported]
           12 | observe: { receipts: ./r.jsonl }
              | ^~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:13:1: error: 'tests' is not supported yet [settings.unsupported]
           13 | tests: []
              | ^~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:14:20: error: 'deadline' is not supported yet [settings.unsupported]
           14 | run: { state: ./s, deadline: 20m, shutdown_grace: 30s, when_busy: fail }
              |                    ^~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:14:35: error: 'shutdown_grace' is not supported yet [settings.unsupported]
           14 | run: { state: ./s, deadline: 20m, shutdown_grace: 30s, when_busy: fail }
              |                                   ^~~~~~~~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:14:56: error: 'when_busy' is not supported yet [settings.unsupported]
           14 | run: { state: ./s, deadline: 20m, shutdown_grace: 30s, when_busy: fail }
              |                                                        ^~~~~~~~~
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

  @Test func aGuaranteeIsRefusedAsNotBuiltYet() async throws {
    let loaded = try await load(
      job(routes: "  - { guarantee: exactly_once, sink: { stdout: {} } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:7: error: 'guarantee' is not supported yet [settings.unsupported]
            8 |   - { guarantee: exactly_once, sink: { stdout: {} } }
              |       ^~~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        """)
  }

  @Test func aParameterAndADefaultAreRefusedAsNotBuiltYet() async throws {
    let loaded = try await load(
      job(more: "description: for ${param:who} at ${env:HOME:-nowhere}"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:18: error: '${param:who}' is not supported yet [settings.unsupported]
            9 | description: for ${param:who} at ${env:HOME:-nowhere}
              |                  ^~~~~~~~~~~~
          help: use ${env:NAME} or ${file:path}
        job.yaml:9:34: error: '${env:HOME:-nowhere}' is not supported yet [settings.unsupported]
            9 | description: for ${param:who} at ${env:HOME:-nowhere}
              |                                  ^~~~~~~~~~~~~~~~~~~~
          help: use ${env:NAME} or ${file:path}
        """)
  }

  @Test func wordsOfConditionsThatAreNotBuiltYetAreRefusedAsSuch() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status == "pending" and status != "failed"
              name: a
              sink: { file_queue: { directory: a } }
            - when: not status == "pending"
              name: b
              sink: { file_queue: { directory: b } }
            - when: status < "pending"
              name: c
              sink: { file_queue: { directory: c } }
            - when: exists(status)
              name: d
              sink: { file_queue: { directory: d } }
            - when: (status == "pending")
              name: e
              sink: { file_queue: { directory: e } }
            - when: entry_id == "x"
              name: f
              sink: { file_queue: { directory: f } }
            - when: 'status not in ["pending"]'
              name: g
              sink: { file_queue: { directory: g } }
            - when: job_id != "x"
              name: h
              sink: { file_queue: { directory: h } }
            - when: status == "failed" or status == "pending"
              name: i
              sink: { file_queue: { directory: i } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:31: error: 'and' is not supported yet [settings.unsupported]
            8 |   - when: status == "pending" and status != "failed"
              |                               ^~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:11:11: error: 'not' is not supported yet [settings.unsupported]
           11 |   - when: not status == "pending"
              |           ^~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:14:18: error: '<' is not supported yet [settings.unsupported]
           14 |   - when: status < "pending"
              |                  ^
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:17:11: error: 'exists' is not supported yet [settings.unsupported]
           17 |   - when: exists(status)
              |           ^~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:20:11: error: '(' is not supported yet [settings.unsupported]
           20 |   - when: (status == "pending")
              |           ^
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:23:11: error: 'entry_id' is not supported yet [settings.unsupported]
           23 |   - when: entry_id == "x"
              |           ^~~~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:26:19: error: 'not' is not supported yet [settings.unsupported]
           26 |   - when: 'status not in ["pending"]'
              |                   ^~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:29:11: error: 'job_id' is not supported yet [settings.unsupported]
           29 |   - when: job_id != "x"
              |           ^~~~~~
          help: take it out: this version of sluice cannot do what it asks for
        job.yaml:32:30: error: 'or' is not supported yet [settings.unsupported]
           32 |   - when: status == "failed" or status == "pending"
              |                              ^~
          help: take it out: this version of sluice cannot do what it asks for
        """)
  }
}
