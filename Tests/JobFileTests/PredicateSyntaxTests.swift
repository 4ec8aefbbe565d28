import Testing

/// What is not in the language of `when`.
struct PredicateSyntaxTests {
  @Test func anUnknownFieldIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: state == "pending"
              name: a
              sink: { file_queue: { directory: a } }
            - when: amount == 5
              name: b
              sink: { file_queue: { directory: b } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:11: error: 'state' is not a field of an item [predicate.syntax]
            8 |   - when: state == "pending"
              |           ^~~~~
          help: did you mean 'status'?
        job.yaml:11:11: error: 'amount' is not a field of an item [predicate.syntax]
           11 |   - when: amount == 5
              |           ^~~~~~
          help: use one of: status
        """)
  }

  @Test func aValueThatIsNoQuotedStatusIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status == pending
              name: a
              sink: { file_queue: { directory: a } }
            - when: status == 5
              name: b
              sink: { file_queue: { directory: b } }
            - when: status == true
              name: c
              sink: { file_queue: { directory: c } }
            - when: "status == 'pending'"
              name: d
              sink: { file_queue: { directory: d } }
            - when: status == "pending
              name: e
              sink: { file_queue: { directory: e } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:21: error: 'pending' has no quotes [predicate.syntax]
            8 |   - when: status == pending
              |                     ^~~~~~~
          help: write it in double quotes: "pending"
        job.yaml:11:21: error: expected a status in double quotes, found '5' [predicate.syntax]
           11 |   - when: status == 5
              |                     ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:21: error: expected a status in double quotes, found 'true' [predicate.syntax]
           14 |   - when: status == true
              |                     ^~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:22: error: a text is not written in single quotes [predicate.syntax]
           17 |   - when: "status == 'pending'"
              |                      ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:20:21: error: the text has no closing quote [predicate.syntax]
           20 |   - when: status == "pending
              |                     ^~~~~~~~
          help: put '"' after it
        """)
  }

  @Test func anOperatorThatIsNoneIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status = "pending"
              name: a
              sink: { file_queue: { directory: a } }
            - when: status is "pending"
              name: b
              sink: { file_queue: { directory: b } }
            - when: status === "pending"
              name: c
              sink: { file_queue: { directory: c } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:18: error: '=' does not compare [predicate.syntax]
            8 |   - when: status = "pending"
              |                  ^
          help: write '=='
        job.yaml:11:18: error: expected '==', '!=' or 'in', found 'is' [predicate.syntax]
           11 |   - when: status is "pending"
              |                  ^~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:18: error: expected '==', '!=' or 'in', found '===' [predicate.syntax]
           14 |   - when: status === "pending"
              |                  ^~~
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func aConditionThatEndsTooSoonSaysWhatIsMissing() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status
              name: a
              sink: { file_queue: { directory: a } }
            - when: status ==
              name: b
              sink: { file_queue: { directory: b } }
            - when: 'status in'
              name: c
              sink: { file_queue: { directory: c } }
            - when: 'status in ["pending"'
              name: d
              sink: { file_queue: { directory: d } }
            - when: 'status in []'
              name: e
              sink: { file_queue: { directory: e } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:17: error: 'when' ends where '==', '!=' or 'in' should be [predicate.syntax]
            8 |   - when: status
              |                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:20: error: 'when' ends where a status in double quotes should be [predicate.syntax]
           11 |   - when: status ==
              |                    ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:21: error: 'when' ends where '[' should be [predicate.syntax]
           14 |   - when: 'status in'
              |                     ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:32: error: 'when' ends where ',' or ']' should be [predicate.syntax]
           17 |   - when: 'status in ["pending"'
              |                                ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:20:23: error: expected a status in double quotes, found ']' [predicate.syntax]
           20 |   - when: 'status in []'
              |                       ^
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func whatFollowsAConditionIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: status == "pending" "failed"
              name: a
              sink: { file_queue: { directory: a } }
            - when: 'status in ["pending"],'
              name: b
              sink: { file_queue: { directory: b } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:31: error: expected nothing more, found '"failed"' [predicate.syntax]
            8 |   - when: status == "pending" "failed"
              |                               ^~~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:33: error: expected nothing more, found ',' [predicate.syntax]
           11 |   - when: 'status in ["pending"],'
              |                                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func aStatusTwiceInAListIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: 'status in ["pending", "pending"]'
              name: a
              sink: { file_queue: { directory: a } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:34: error: 'pending' is given twice [predicate.syntax]
            8 |   - when: 'status in ["pending", "pending"]'
              |                                  ^~~~~~~~~
          help: keep one of the two
        """)
  }

  @Test func anEmptyConditionIsRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: ''
              name: a
              sink: { file_queue: { directory: a } }
            - when: 
              name: b
              sink: { file_queue: { directory: b } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:12: error: 'when' ends where a field should be [predicate.syntax]
            8 |   - when: ''
              |            ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:10: error: expected a condition, found nothing [settings.type]
           11 |   - when: 
              |          ^
          help: write a condition, such as status == "pending"
        """)
  }
}
