import Testing

/// The statuses in a `when`.
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

  @Test func aConditionThatNoProcessedItemMeetsIsAWarning() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status == "successful"
              name: a
              sink: { file_queue: { directory: a } }
            - when: 'status in ["failed", "abandoned"]'
              name: b
              sink: { file_queue: { directory: b } }
          """))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:8:11: warning: no item that the job processes meets this condition [predicate.never]
            8 |   - when: status == "successful"
              |           ^~~~~~~~~~~~~~~~~~~~~~
          help: it processes items that are pending or in_progress: change the condition or 'recovery: process'
        job.yaml:11:11: warning: no item that the job processes meets this condition [predicate.never]
           11 |   - when: 'status in ["failed", "abandoned"]'
              |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: it processes items that are pending or in_progress: change the condition or 'recovery: process'
        """)
  }
}
