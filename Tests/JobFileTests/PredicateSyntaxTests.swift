import JobFileTestSupport
import Testing

/// Fields, values and operators that are not in the language of `when`.
struct PredicateSyntaxTests {
  @Test func anUnknownFieldIsRefused() async throws {
    let findings = try await findings(
      when: #"state == "pending""#,
      "amount == 5",
      "exists(statu)",
      #"item.status == "pending""#,
      #"entry-id == "8eb648ab-464b-42a0-ba17-eda703657e33""#)
    #expect(
      findings == """
        job.yaml:8:12: error: 'state' is not a field of an item [predicate.field]
            8 |   - when: 'state == "pending"'
              |            ^~~~~
          help: did you mean 'status'?
        job.yaml:11:12: error: 'amount' is not a field of an item [predicate.field]
           11 |   - when: 'amount == 5'
              |            ^~~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        job.yaml:14:19: error: 'statu' is not a field of an item [predicate.field]
           14 |   - when: 'exists(statu)'
              |                   ^~~~~
          help: did you mean 'status'?
        job.yaml:17:12: error: 'item.status' is not a field of an item [predicate.field]
           17 |   - when: 'item.status == "pending"'
              |            ^~~~~~~~~~~
          help: did you mean 'status'?
        job.yaml:20:12: error: 'entry-id' is not a field of an item [predicate.field]
           20 |   - when: 'entry-id == "8eb648ab-464b-42a0-ba17-eda703657e33"'
              |            ^~~~~~~~
          help: did you mean 'entry_id'?
        """)
  }

  @Test func aValueWithoutQuotesIsRefused() async throws {
    let findings = try await findings(
      when: "status == pending",
      "entry_id == 8eb648ab-464b-42a0-ba17-eda703657e33",
      "job_id == 11111111-2222-3333-4444-555555555555")
    #expect(
      findings == """
        job.yaml:8:22: error: 'pending' has no quotes [predicate.syntax]
            8 |   - when: 'status == pending'
              |                      ^~~~~~~
          help: write it in double quotes: "pending"
        job.yaml:11:24: error: '8eb648ab-464b-42a0-ba17-eda703657e33' has no quotes [predicate.syntax]
           11 |   - when: 'entry_id == 8eb648ab-464b-42a0-ba17-eda703657e33'
              |                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write it in double quotes: "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:14:22: error: '11111111-2222-3333-4444-555555555555' has no quotes [predicate.syntax]
           14 |   - when: 'job_id == 11111111-2222-3333-4444-555555555555'
              |                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write it in double quotes: "11111111-2222-3333-4444-555555555555"
        """)
  }

  @Test func aTextInWrongQuotesIsRefused() async throws {
    let findings = try await findings(
      when: "status == 'pending'",
      #"status == "pending"#)
    #expect(
      findings == """
        job.yaml:8:22: error: a text is not written in single quotes [predicate.syntax]
            8 |   - when: 'status == ''pending'''
              |                      ^~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:22: error: the text has no closing quote [predicate.syntax]
           11 |   - when: 'status == "pending'
              |                      ^~~~~~~~
          help: put '"' after it
        """)
  }

  @Test func whatIsNoValueIsRefused() async throws {
    let findings = try await findings(
      when: "status == archived",
      "status == job_id",
      "status == and",
      "status == 5x",
      "entry_id == +5")
    #expect(
      findings == """
        job.yaml:8:22: error: expected a status in double quotes, found 'archived' [predicate.syntax]
            8 |   - when: 'status == archived'
              |                      ^~~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:22: error: expected a status in double quotes, found 'job_id' [predicate.syntax]
           11 |   - when: 'status == job_id'
              |                      ^~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:22: error: expected a status in double quotes, found 'and' [predicate.syntax]
           14 |   - when: 'status == and'
              |                      ^~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:25: error: 'when' ends where a field should be [predicate.syntax]
           14 |   - when: 'status == and'
              |                         ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:22: error: '5x' is not a number [predicate.syntax]
           17 |   - when: 'status == 5x'
              |                      ^~
          help: write a text in double quotes
        job.yaml:20:24: error: '+5' is not a number [predicate.syntax]
           20 |   - when: 'entry_id == +5'
              |                        ^~
          help: write a text in double quotes
        """)
  }

  @Test func anEscapeThatIsNoneIsRefused() async throws {
    let findings = try await findings(
      when: #"status == "pen\ding""#,
      #"status == "\q" and status = "failed""#,
      #"status == "a\""#)
    #expect(
      findings == #"""
        job.yaml:8:26: error: '\d' is not an escape [predicate.syntax]
            8 |   - when: 'status == "pen\ding"'
              |                          ^~
          help: write \\ for a backslash and \" for a quote
        job.yaml:11:23: error: '\q' is not an escape [predicate.syntax]
           11 |   - when: 'status == "\q" and status = "failed"'
              |                       ^~
          help: write \\ for a backslash and \" for a quote
        job.yaml:11:38: error: '=' is not an operator [predicate.syntax]
           11 |   - when: 'status == "\q" and status = "failed"'
              |                                      ^
          help: write '=='
        job.yaml:14:22: error: the text has no closing quote [predicate.syntax]
           14 |   - when: 'status == "a\"'
              |                      ^~~~
          help: put '"' after it
        """#)
  }

  @Test func anOperatorThatIsNoneIsRefusedWithTheOneToWrite() async throws {
    let findings = try await findings(
      when: #"status = "pending""#,
      #"status === "pending""#,
      #"status <> "pending""#,
      #"status == "pending" && status == "failed""#,
      #"status == "pending" || status == "failed""#,
      "!exists(status)",
      #"status == "pending" OR status == "failed""#,
      #"NOT status == "pending""#,
      #"status is "pending""#,
      #"status not in ["pending"]"#)
    #expect(
      findings == """
        job.yaml:8:19: error: '=' is not an operator [predicate.syntax]
            8 |   - when: 'status = "pending"'
              |                   ^
          help: write '=='
        job.yaml:11:19: error: '===' is not an operator [predicate.syntax]
           11 |   - when: 'status === "pending"'
              |                   ^~~
          help: write '=='
        job.yaml:14:19: error: '<>' is not an operator [predicate.syntax]
           14 |   - when: 'status <> "pending"'
              |                   ^~
          help: write '!='
        job.yaml:17:32: error: '&&' is not an operator [predicate.syntax]
           17 |   - when: 'status == "pending" && status == "failed"'
              |                                ^~
          help: write 'and'
        job.yaml:20:32: error: '||' is not an operator [predicate.syntax]
           20 |   - when: 'status == "pending" || status == "failed"'
              |                                ^~
          help: write 'or'
        job.yaml:23:12: error: '!' is not an operator [predicate.syntax]
           23 |   - when: '!exists(status)'
              |            ^
          help: write 'not'
        job.yaml:26:32: error: 'OR' is not an operator [predicate.syntax]
           26 |   - when: 'status == "pending" OR status == "failed"'
              |                                ^~
          help: write 'or'
        job.yaml:29:12: error: 'NOT' is not an operator [predicate.syntax]
           29 |   - when: 'NOT status == "pending"'
              |            ^~~
          help: write 'not'
        job.yaml:32:19: error: expected an operator, found 'is' [predicate.syntax]
           32 |   - when: 'status is "pending"'
              |                   ^~
          help: use one of: ==, !=, <, <=, >, >=, in
        job.yaml:35:19: error: expected an operator, found 'not' [predicate.syntax]
           35 |   - when: 'status not in ["pending"]'
              |                   ^~~
          help: put 'not' before 'status'
        """)
  }
}
