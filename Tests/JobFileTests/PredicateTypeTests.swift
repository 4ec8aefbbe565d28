import JobFileTestSupport
import Testing

/// What a field can hold, and how it can be compared.
struct PredicateTypeTests {
  @Test func aNumberOrATruthValueIsRefused() async throws {
    let findings = try await findings(
      when: "status == 5",
      "status == -1.5e+3",
      "status != true",
      "entry_id == 5",
      "job_id in [1, false]",
      "entry_id < true")
    #expect(
      findings == """
        job.yaml:8:22: error: '5' is a number, not a status [predicate.type]
            8 |   - when: 'status == 5'
              |                      ^
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:11:22: error: '-1.5e+3' is a number, not a status [predicate.type]
           11 |   - when: 'status == -1.5e+3'
              |                      ^~~~~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:14:22: error: 'true' is a truth value, not a status [predicate.type]
           14 |   - when: 'status != true'
              |                      ^~~~
          help: write status == "pending" or status in ["pending", "failed"]
        job.yaml:17:24: error: '5' is a number, not a UUID [predicate.type]
           17 |   - when: 'entry_id == 5'
              |                        ^
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:20:23: error: '1' is a number, not a UUID [predicate.type]
           20 |   - when: 'job_id in [1, false]'
              |                       ^
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:20:26: error: 'false' is a truth value, not a UUID [predicate.type]
           20 |   - when: 'job_id in [1, false]'
              |                          ^~~~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:23:23: error: 'true' is a truth value, not a UUID [predicate.type]
           23 |   - when: 'entry_id < true'
              |                       ^~~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        """)
  }

  @Test func aMistypedStatusIsRefused() async throws {
    let findings = try await findings(
      when: #"status == "pendng""#,
      #"status != "Pending""#,
      #"status == """#,
      #"status == "8eb648ab-464b-42a0-ba17-eda703657e33""#)
    #expect(
      findings == """
        job.yaml:8:22: error: 'pendng' is not a status of an item [predicate.status]
            8 |   - when: 'status == "pendng"'
              |                      ^~~~~~~~
          help: did you mean 'pending'?
        job.yaml:11:22: error: 'Pending' is not a status of an item [predicate.status]
           11 |   - when: 'status != "Pending"'
              |                      ^~~~~~~~~
          help: did you mean 'pending'?
        job.yaml:14:22: error: '' is not a status of an item [predicate.status]
           14 |   - when: 'status == ""'
              |                      ^~
          help: use one of: pending, in_progress, successful, failed, abandoned
        job.yaml:17:22: error: '8eb648ab-464b-42a0-ba17-eda703657e33' is not a status of an item [predicate.status]
           17 |   - when: 'status == "8eb648ab-464b-42a0-ba17-eda703657e33"'
              |                      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: use one of: pending, in_progress, successful, failed, abandoned
        """)
  }

  @Test func aStatusHasNoOrder() async throws {
    let findings = try await findings(
      when: #"status < "pending""#,
      "status >= 5")
    #expect(
      findings == """
        job.yaml:8:19: error: '<' does not compare statuses [predicate.type]
            8 |   - when: 'status < "pending"'
              |                   ^
          help: statuses have no order: use '==', '!=' or 'in'
        job.yaml:11:19: error: '>=' does not compare statuses [predicate.type]
           11 |   - when: 'status >= 5'
              |                   ^~
          help: statuses have no order: use '==', '!=' or 'in'
        """)
  }

  @Test func whatIsNoUUIDIsRefused() async throws {
    let findings = try await findings(
      when: #"entry_id == "x""#,
      #"entry_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", "8eb648ab-464b-42a0-ba17-eda703657e3"]"#,
      #"job_id >= """#,
      #"entry_id != "pending""#)
    #expect(
      findings == """
        job.yaml:8:24: error: 'x' is not a UUID [predicate.type]
            8 |   - when: 'entry_id == "x"'
              |                        ^~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:11:65: error: '8eb648ab-464b-42a0-ba17-eda703657e3' is not a UUID [predicate.type]
           11 |   - when: 'entry_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", "8eb648ab-464b-42a0-ba17-eda703657e3
              |                                                                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:14:22: error: '' is not a UUID [predicate.type]
           14 |   - when: 'job_id >= ""'
              |                      ^~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        job.yaml:17:24: error: 'pending' is not a UUID [predicate.type]
           17 |   - when: 'entry_id != "pending"'
              |                        ^~~~~~~~~
          help: write a whole id, such as "8eb648ab-464b-42a0-ba17-eda703657e33"
        """)
  }

  @Test func nullIsNeitherOrderedNorInAList() async throws {
    let findings = try await findings(
      when: "entry_id < null",
      "status in [null]",
      #"job_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", null]"#,
      "status >= null")
    #expect(
      findings == """
        job.yaml:8:21: error: '<' does not compare with null [predicate.type]
            8 |   - when: 'entry_id < null'
              |                     ^
          help: use '==' or '!='
        job.yaml:11:23: error: 'null' is not allowed in a list [predicate.type]
           11 |   - when: 'status in [null]'
              |                       ^~~~
          help: every item has 'status': take it out
        job.yaml:14:63: error: 'null' is not allowed in a list [predicate.type]
           14 |   - when: 'job_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", null]'
              |                                                               ^~~~
          help: every item has 'job_id': take it out
        job.yaml:17:19: error: '>=' does not compare statuses [predicate.type]
           17 |   - when: 'status >= null'
              |                   ^~
          help: statuses have no order: use '==', '!=' or 'in'
        """)
  }

  @Test func aValueTwiceInAListIsRefused() async throws {
    let findings = try await findings(
      when: #"status in ["pending", "failed", "pending"]"#,
      #"entry_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", "8EB648AB-464B-42A0-BA17-EDA703657E33"]"#
    )
    #expect(
      findings == """
        job.yaml:8:44: error: 'pending' is given twice [predicate.repeated]
            8 |   - when: 'status in ["pending", "failed", "pending"]'
              |                                            ^~~~~~~~~
        job.yaml:8:23: note: first given here
            8 |   - when: 'status in ["pending", "failed", "pending"]'
              |                       ^~~~~~~~~
          help: keep one of the two
        job.yaml:11:65: error: '8EB648AB-464B-42A0-BA17-EDA703657E33' is given twice [predicate.repeated]
           11 |   - when: 'entry_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", "8EB648AB-464B-42A0-BA17-EDA703657E3
              |                                                                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        job.yaml:11:25: note: first given here
           11 |   - when: 'entry_id in ["8eb648ab-464b-42a0-ba17-eda703657e33", "8EB648AB-464B-42A0-BA17-EDA703657E3
              |                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: keep one of the two
        """)
  }
}
