import JobFileTestSupport
import Testing

/// Conditions that end too soon, go on too long, or are not put together.
struct PredicateShapeTests {
  @Test func aConditionThatEndsTooSoonSaysWhatIsMissing() async throws {
    let findings = try await findings(
      when: "status",
      "status ==",
      "status in",
      #"status in ["pending""#,
      #"status in ["pending","#,
      "not",
      #"status == "pending" and"#,
      #"(status == "pending""#,
      "exists",
      "exists(status",
      "entry_id <")
    #expect(
      findings == """
        job.yaml:8:18: error: 'when' ends where an operator should be [predicate.syntax]
            8 |   - when: 'status'
              |                  ^
          help: use one of: ==, !=, <, <=, >, >=, in
        job.yaml:11:21: error: 'when' ends where a status in double quotes should be [predicate.syntax]
           11 |   - when: 'status =='
              |                     ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:21: error: 'when' ends where '[' should be [predicate.syntax]
           14 |   - when: 'status in'
              |                     ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:32: error: 'when' ends where ',' or ']' should be [predicate.syntax]
           17 |   - when: 'status in ["pending"'
              |                                ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:20:33: error: 'when' ends where a status in double quotes should be [predicate.syntax]
           20 |   - when: 'status in ["pending",'
              |                                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:23:15: error: 'when' ends where a field should be [predicate.syntax]
           23 |   - when: 'not'
              |               ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:26:35: error: 'when' ends where a field should be [predicate.syntax]
           26 |   - when: 'status == "pending" and'
              |                                   ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:29:32: error: 'when' ends where ')' should be [predicate.syntax]
           29 |   - when: '(status == "pending"'
              |                                ^
          help: close what '(' opens
        job.yaml:32:18: error: 'when' ends where '(' should be [predicate.syntax]
           32 |   - when: 'exists'
              |                  ^
          help: write exists(status)
        job.yaml:35:25: error: 'when' ends where ')' should be [predicate.syntax]
           35 |   - when: 'exists(status'
              |                         ^
          help: write exists(status)
        job.yaml:38:22: error: 'when' ends where a UUID in double quotes should be [predicate.syntax]
           38 |   - when: 'entry_id <'
              |                      ^
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        """)
  }

  @Test func aBracketTooManyOrOfTheWrongKindIsRefused() async throws {
    let findings = try await findings(
      when: #"status == "pending")"#,
      #"(status == "pending"))"#,
      "exists[status]",
      #"status in ("pending")"#,
      "()",
      #"(status == "pending" "failed")"#)
    #expect(
      findings == """
        job.yaml:8:31: error: expected 'and', 'or' or the end, found ')' [predicate.syntax]
            8 |   - when: 'status == "pending")'
              |                               ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:33: error: expected 'and', 'or' or the end, found ')' [predicate.syntax]
           11 |   - when: '(status == "pending"))'
              |                                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:18: error: expected '(', found '[' [predicate.syntax]
           14 |   - when: 'exists[status]'
              |                  ^
          help: write exists(status)
        job.yaml:17:22: error: expected '[', found '(' [predicate.syntax]
           17 |   - when: 'status in ("pending")'
              |                      ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:20:13: error: expected a field, found ')' [predicate.syntax]
           20 |   - when: '()'
              |             ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:23:33: error: expected 'and', 'or' or ')', found '"failed"' [predicate.syntax]
           23 |   - when: '(status == "pending" "failed")'
              |                                 ^~~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func whatFollowsAConditionIsRefused() async throws {
    let findings = try await findings(
      when: #"status == "pending" "failed""#,
      #"status in ["pending"],"#,
      #"status == "pending" not status == "failed""#,
      "true == status",
      #""pending" == status"#)
    #expect(
      findings == """
        job.yaml:8:32: error: expected 'and', 'or' or the end, found '"failed"' [predicate.syntax]
            8 |   - when: 'status == "pending" "failed"'
              |                                ^~~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:33: error: expected 'and', 'or' or the end, found ',' [predicate.syntax]
           11 |   - when: 'status in ["pending"],'
              |                                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:32: error: expected 'and', 'or' or the end, found 'not' [predicate.syntax]
           14 |   - when: 'status == "pending" not status == "failed"'
              |                                ^~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:17: error: expected 'and', 'or' or the end, found '==' [predicate.syntax]
           17 |   - when: 'true == status'
              |                 ^~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:20:12: error: expected a field, found '"pending"' [predicate.syntax]
           20 |   - when: '"pending" == status'
              |            ^~~~~~~~~
          help: write the field first, as in status == "pending"
        """)
  }

  @Test func aListNeedsCommasAndValues() async throws {
    let findings = try await findings(
      when: #"status in ["pending" "failed"]"#,
      #"status in ["pending",]"#,
      "status in [,]")
    #expect(
      findings == """
        job.yaml:8:33: error: expected ',' or ']', found '"failed"' [predicate.syntax]
            8 |   - when: 'status in ["pending" "failed"]'
              |                                 ^~~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:33: error: expected a status in double quotes, found ']' [predicate.syntax]
           11 |   - when: 'status in ["pending",]'
              |                                 ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:23: error: expected a status in double quotes, found ',' [predicate.syntax]
           14 |   - when: 'status in [,]'
              |                       ^
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func anEmptyConditionIsRefused() async throws {
    let findings = try await findings(
      when: "",
      "null",
      "and")
    #expect(
      findings == """
        job.yaml:8:12: error: 'when' ends where a field should be [predicate.syntax]
            8 |   - when: ''
              |            ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:12: error: expected a field, found 'null' [predicate.syntax]
           11 |   - when: 'null'
              |            ^~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:12: error: expected a field, found 'and' [predicate.syntax]
           14 |   - when: 'and'
              |            ^~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:15: error: 'when' ends where a field should be [predicate.syntax]
           14 |   - when: 'and'
              |               ^
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func whatBelongsNowhereIsRefused() async throws {
    let findings = try await findings(
      when: #"status == "pending"; status"#,
      #"status @ "x""#,
      "@",
      "😀")
    #expect(
      findings == """
        job.yaml:8:31: error: expected 'and', 'or' or the end, found ';' [predicate.syntax]
            8 |   - when: 'status == "pending"; status'
              |                               ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:19: error: expected an operator, found '@' [predicate.syntax]
           11 |   - when: 'status @ "x"'
              |                   ^
          help: use one of: ==, !=, <, <=, >, >=, in
        job.yaml:14:12: error: expected a field, found '@' [predicate.syntax]
           14 |   - when: '@'
              |            ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:12: error: expected a field, found '😀' [predicate.syntax]
           17 |   - when: '😀'
              |            ^~
          help: write status == "pending" or status in ["pending", "failed"]
        """)
  }

  @Test func everyMistakeOfAConditionIsTold() async throws {
    let findings = try await findings(
      when:
        #"state == "pending" or status = "failed" and (entry_id == "x" or status in ["pendng", "faild"])"#
    )
    #expect(
      findings == """
        job.yaml:8:12: error: 'state' is not a field of an item [predicate.field]
            8 |   - when: 'state == "pending" or status = "failed" and (entry_id == "x" or status in ["pendng", "fai
              |            ^~~~~
          help: did you mean 'status'?
        job.yaml:8:41: error: '=' is not an operator [predicate.syntax]
            8 |   - when: 'state == "pending" or status = "failed" and (entry_id == "x" or status in ["pendng", "fai
              |                                         ^
          help: write '=='
        job.yaml:8:69: error: 'x' is not a UUID [predicate.type]
            8 |   - when: 'state == "pending" or status = "failed" and (entry_id == "x" or status in ["pendng", "fai
              |                                                                     ^~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:8:87: error: 'pendng' is not a status of an item [predicate.status]
            8 | led" and (entry_id == "x" or status in ["pendng", "faild"])'
              |                                         ^~~~~~~~
          help: did you mean 'pending'?
        job.yaml:8:97: error: 'faild' is not a status of an item [predicate.status]
            8 | entry_id == "x" or status in ["pendng", "faild"])'
              |                                         ^~~~~~~
          help: did you mean 'failed'?
        """)
  }
}
