import JobFileTestSupport
import Testing

/// Conditions, and parts of conditions, that are the same of all items.
struct PredicateConstantTests {
  @Test func aComparisonWithNullIsToldForEveryItemHasEveryField() async throws {
    let findings = try await findings(
      when: "status == null",
      "entry_id != null",
      "exists(job_id)",
      #"not exists(status) or status == "pending""#)
    #expect(
      findings == """
        job.yaml:8:12: warning: no item can meet this [predicate.constant]
            8 |   - when: 'status == null'
              |            ^~~~~~~~~~~~~~
          help: every item has 'status': take this out
        job.yaml:11:12: warning: every item meets this [predicate.constant]
           11 |   - when: 'entry_id != null'
              |            ^~~~~~~~~~~~~~~~
          help: every item has 'entry_id': take this out
        job.yaml:14:12: warning: every item meets this [predicate.constant]
           14 |   - when: 'exists(job_id)'
              |            ^~~~~~~~~~~~~~
          help: every item has 'job_id': take this out
        job.yaml:17:16: warning: every item meets this [predicate.constant]
           17 |   - when: 'not exists(status) or status == "pending"'
              |                ^~~~~~~~~~~~~~
          help: every item has 'status': take this out
        """)
  }

  @Test func anEmptyListIsTold() async throws {
    let findings = try await findings(
      when: "status in []",
      "not entry_id in []")
    #expect(
      findings == """
        job.yaml:8:12: warning: no item can meet this [predicate.constant]
            8 |   - when: 'status in []'
              |            ^~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:11:16: warning: no item can meet this [predicate.constant]
           11 |   - when: 'not entry_id in []'
              |                ^~~~~~~~~~~~~~
          help: correct it, or take it out
        """)
  }

  @Test func anIdBeforeTheFirstOrBehindTheLastIsTold() async throws {
    let findings = try await findings(
      when: #"entry_id < "00000000-0000-0000-0000-000000000000""#,
      #"entry_id >= "00000000-0000-0000-0000-000000000000""#,
      #"job_id > "ffffffff-ffff-ffff-ffff-ffffffffffff""#,
      #"job_id <= "ffffffff-ffff-ffff-ffff-ffffffffffff""#)
    #expect(
      findings == """
        job.yaml:8:12: warning: no item can meet this [predicate.constant]
            8 |   - when: 'entry_id < "00000000-0000-0000-0000-000000000000"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:11:12: warning: every item meets this [predicate.constant]
           11 |   - when: 'entry_id >= "00000000-0000-0000-0000-000000000000"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:14:12: warning: no item can meet this [predicate.constant]
           14 |   - when: 'job_id > "ffffffff-ffff-ffff-ffff-ffffffffffff"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:17:12: warning: every item meets this [predicate.constant]
           17 |   - when: 'job_id <= "ffffffff-ffff-ffff-ffff-ffffffffffff"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        """)
  }

  @Test func partsThatContradictOrCompleteEachOtherAreTold() async throws {
    let findings = try await findings(
      when: #"status == "pending" and status == "failed""#,
      #"status == "pending" or status != "pending""#,
      #"entry_id < "11111111-2222-3333-4444-555555555555" and entry_id > "8eb648ab-464b-42a0-ba17-eda703657e33""#,
      #"entry_id < "8eb648ab-464b-42a0-ba17-eda703657e33" or entry_id > "11111111-2222-3333-4444-555555555555""#,
      #"status == "pending" or job_id == "11111111-2222-3333-4444-555555555555" and job_id != "11111111-2222-3333-4444-555555555555""#
    )
    #expect(
      findings == """
        job.yaml:8:12: warning: no item can meet this [predicate.constant]
            8 |   - when: 'status == "pending" and status == "failed"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:11:12: warning: every item meets this [predicate.constant]
           11 |   - when: 'status == "pending" or status != "pending"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:14:12: warning: no item can meet this [predicate.constant]
           14 |   - when: 'entry_id < "11111111-2222-3333-4444-555555555555" and entry_id > "8eb648ab-464b-42a0-ba17
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:17:12: warning: every item meets this [predicate.constant]
           17 |   - when: 'entry_id < "8eb648ab-464b-42a0-ba17-eda703657e33" or entry_id > "11111111-2222-3333-4444-
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:20:35: warning: no item can meet this [predicate.constant]
           20 |   - when: 'status == "pending" or job_id == "11111111-2222-3333-4444-555555555555" and job_id != "11
              |                                   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        """)
  }

  @Test func theSmallestPartThatIsTheSameOfAllItemsIsTold() async throws {
    let findings = try await findings(
      when:
        #"status == "pending" and (entry_id == "8eb648ab-464b-42a0-ba17-eda703657e33" or not (status == "failed" and status == "pending"))"#,
      "status == null and exists(job_id)")
    #expect(
      findings == """
        job.yaml:8:96: warning: no item can meet this [predicate.constant]
            8 | ab-464b-42a0-ba17-eda703657e33" or not (status == "failed" and status == "pending"))'
              |                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:11:12: warning: no item can meet this [predicate.constant]
           11 |   - when: 'status == null and exists(job_id)'
              |            ^~~~~~~~~~~~~~
          help: every item has 'status': take this out
        job.yaml:11:31: warning: every item meets this [predicate.constant]
           11 |   - when: 'status == null and exists(job_id)'
              |                               ^~~~~~~~~~~~~~
          help: every item has 'job_id': take this out
        """)
  }

  @Test func truthValuesAreToldWhereTheyDecide() async throws {
    let findings = try await findings(
      when: #"status == "pending" or true"#,
      #"status == "pending" and false"#,
      "not true")
    #expect(
      findings == """
        job.yaml:8:12: warning: every item meets this [predicate.constant]
            8 |   - when: 'status == "pending" or true'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:11:12: warning: no item can meet this [predicate.constant]
           11 |   - when: 'status == "pending" and false'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:14:12: warning: no item can meet this [predicate.constant]
           14 |   - when: 'not true'
              |            ^~~~~~~~
          help: correct it, or take it out
        """)
  }

  @Test func whatDependsOnTheItemIsNotTold() async throws {
    let findings = try await findings(
      when: "true",
      #"status == "pending" and true"#,
      #"entry_id <= "8eb648ab-464b-42a0-ba17-eda703657e33" and entry_id >= "8eb648ab-464b-42a0-ba17-eda703657e33""#,
      #"not status in ["in_progress", "successful", "failed", "abandoned"]"#,
      #"status in ["pending", "in_progress", "successful", "failed", "abandoned"]"#,
      #"entry_id > "00000000-0000-0000-0000-000000000000""#)
    #expect(findings == "")
  }

  @Test func aConditionThatNoProcessedItemMeetsIsAWarning() async throws {
    let findings = try await findings(
      when: #"status == "successful""#,
      #"status in ["failed", "abandoned"]"#,
      "false",
      #"entry_id < "8eb648ab-464b-42a0-ba17-eda703657e33" and status == "failed""#)
    #expect(
      findings == """
        job.yaml:8:11: warning: no item that the job processes meets this condition [predicate.never]
            8 |   - when: 'status == "successful"'
              |           ^~~~~~~~~~~~~~~~~~~~~~~~
          help: it processes items that are pending: change the condition or 'recovery: process'
        job.yaml:9:11: warning: items that are pending are processed, and no route takes one [routes.unreached]
            9 |     name: r0
              |           ^~
          help: they are held and the run ends with 65: let a route take them, or leave pending out of 'recovery', or write 'unmatched: skip'
        job.yaml:11:11: warning: no item that the job processes meets this condition [predicate.never]
           11 |   - when: 'status in ["failed", "abandoned"]'
              |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: it processes items that are pending: change the condition or 'recovery: process'
        job.yaml:14:11: warning: no item that the job processes meets this condition [predicate.never]
           14 |   - when: 'false'
              |           ^~~~~~~
          help: it processes items that are pending: change the condition or 'recovery: process'
        job.yaml:17:11: warning: no item that the job processes meets this condition [predicate.never]
           17 |   - when: 'entry_id < "8eb648ab-464b-42a0-ba17-eda703657e33" and status == "failed"'
              |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: it processes items that are pending: change the condition or 'recovery: process'
        """)
  }
}
