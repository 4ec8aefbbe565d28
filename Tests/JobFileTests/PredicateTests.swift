import JobFileTestSupport
import Testing

/// The statuses in a `when`, and where mistakes in it are.
struct PredicateTests {
  @Test func aMistypedStatusIsRefusedWithItsColumnInAPlainValue() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status == "pendng"
              sink: { stdout: {} }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:21: error: 'pendng' is not a status of an item [predicate.status]
            8 |   - when: status == "pendng"
              |                     ^~~~~~~~
          help: did you mean 'pending'?
        """)
  }

  @Test func aMistypedStatusIsRefusedWithItsColumnInSingleQuotes() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: 'status in ["pending", "faild"]'
              sink: { stdout: {} }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:34: error: 'faild' is not a status of an item [predicate.status]
            8 |   - when: 'status in ["pending", "faild"]'
              |                                  ^~~~~~~
          help: did you mean 'failed'?
        """)
  }

  @Test func aMistypedStatusIsRefusedWithItsColumnInDoubleQuotes() async throws {
    let loaded = try await load(
      job(
        routes: #"""
            - when: "status in [\"pending\", \"faild\"]"
              sink: { stdout: {} }
          """#))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == #"""
        job.yaml:8:36: error: 'faild' is not a status of an item [predicate.status]
            8 |   - when: "status in [\"pending\", \"faild\"]"
              |                                    ^~~~~~~~~
          help: did you mean 'failed'?
        """#)
  }

  @Test func everyMistypedStatusOfAListIsReported() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: 'status in ["pendng", "faild"]'
              sink: { stdout: {} }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:23: error: 'pendng' is not a status of an item [predicate.status]
            8 |   - when: 'status in ["pendng", "faild"]'
              |                       ^~~~~~~~
          help: did you mean 'pending'?
        job.yaml:8:33: error: 'faild' is not a status of an item [predicate.status]
            8 |   - when: 'status in ["pendng", "faild"]'
              |                                 ^~~~~~~
          help: did you mean 'failed'?
        """)
  }

  @Test func aMistakeDeepInAConditionHasItsColumnInEveryStyle() async throws {
    let loaded = try await load(
      job(
        routes: #"""
            - when: not (status == "pending" or exists(entry))
              name: a
              sink: { file_queue: { directory: a } }
            - when: 'not (status == "pending" or exists(entry))'
              name: b
              sink: { file_queue: { directory: b } }
            - when: "not (status == \"pending\" or exists(entry))"
              name: c
              sink: { file_queue: { directory: c } }
            - when: "status == \"a\\\\b\" or entry"
              name: d
              sink: { file_queue: { directory: d } }
          """#))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == #"""
        job.yaml:8:46: error: 'entry' is not a field of an item [predicate.field]
            8 |   - when: not (status == "pending" or exists(entry))
              |                                              ^~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        job.yaml:11:47: error: 'entry' is not a field of an item [predicate.field]
           11 |   - when: 'not (status == "pending" or exists(entry))'
              |                                               ^~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        job.yaml:14:49: error: 'entry' is not a field of an item [predicate.field]
           14 |   - when: "not (status == \"pending\" or exists(entry))"
              |                                                 ^~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        job.yaml:17:22: error: 'a\b' is not a status of an item [predicate.status]
           17 |   - when: "status == \"a\\\\b\" or entry"
              |                      ^~~~~~~~~~
          help: use one of: pending, in_progress, successful, failed, abandoned
        job.yaml:17:36: error: 'entry' is not a field of an item [predicate.field]
           17 |   - when: "status == \"a\\\\b\" or entry"
              |                                    ^~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        job.yaml:17:41: error: 'when' ends where an operator should be [predicate.syntax]
           17 |   - when: "status == \"a\\\\b\" or entry"
              |                                         ^
          help: use one of: ==, !=, <, <=, >, >=, in
        """#)
  }

  @Test func aConditionOverSeveralLinesIsReadAndPointedToAsAWhole() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: >-
                status == "pending"
                or status = "failed"
              name: a
              sink: { file_queue: { directory: a } }
            - when: >-
                status == "pending"
                or status == "failed"
              name: b
              sink: { file_queue: { directory: b } }
          """))
    #expect(
      loaded.findings == """
        job.yaml:8:11: error: '=' is not an operator [predicate.syntax]
            8 |   - when: >-
              |           ^~
          help: write '=='
        """)
  }
}
