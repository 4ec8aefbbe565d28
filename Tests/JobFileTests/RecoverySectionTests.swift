import JobFileTestSupport
import Testing

/// The section `recovery`.
struct RecoverySectionTests {
  @Test func aMistypedStatusIsRefusedWithTheNearestOne() async throws {
    let loaded = try await load(
      job(more: "recovery: { process: [pendng] }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:23: error: 'pendng' is not a status of an item [recovery.status]
            9 | recovery: { process: [pendng] }
              |                       ^~~~~~
          help: did you mean 'pending'?
        """)
  }

  @Test func inProgressInTheListOfStatusesSaysWhereItBelongs() async throws {
    let loaded = try await load(
      job(more: "recovery: { process: [pending, in_progress] }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:32: error: 'in_progress' is not allowed in 'process' [recovery.status]
            9 | recovery: { process: [pending, in_progress] }
              |                                ^~~~~~~~~~~
          help: say 'in_progress: process' instead
        """)
  }

  @Test func anEmptyListOfStatusesIsRefused() async throws {
    let loaded = try await load(
      job(more: "recovery: { process: [] }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:22: error: expected a list of statuses, found an empty one [settings.type]
            9 | recovery: { process: [] }
              |                      ^~
          help: write a list of statuses, such as [pending]
        """)
  }

  @Test func aStatusGivenTwiceIsRefusedWithBothPlaces() async throws {
    let loaded = try await load(
      job(more: "recovery: { process: [pending, failed, pending] }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:40: error: 'pending' is given twice [settings.repeated]
            9 | recovery: { process: [pending, failed, pending] }
              |                                        ^~~~~~~
        job.yaml:9:23: note: first given here
            9 | recovery: { process: [pending, failed, pending] }
              |                       ^~~~~~~
          help: keep one of the two
        """)
  }

  @Test func aStatusWithoutAListIsRefused() async throws {
    let loaded = try await load(
      job(more: "recovery: { process: pending }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:22: error: expected a list of statuses, found a value [settings.type]
            9 | recovery: { process: pending }
              |                      ^~~~~~~
          help: write a list of statuses, such as [pending]
        """)
  }

  @Test func wordsThatAreNoneOfTheirsAreRefused() async throws {
    let loaded = try await load(
      job(more: "recovery: { in_progress: skp, unknown_status: process, when: now }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:26: error: 'skp' is not one of skip, hold, process [settings.choice]
            9 | recovery: { in_progress: skp, unknown_status: process, when: now }
              |                          ^~~
          help: did you mean 'skip'?
        job.yaml:9:47: error: 'process' is not one of hold, skip [settings.choice]
            9 | recovery: { in_progress: skp, unknown_status: process, when: now }
              |                                               ^~~~~~~
          help: use one of: hold, skip
        job.yaml:9:56: error: 'when' is not a setting of 'recovery' [settings.unknown]
            9 | recovery: { in_progress: skp, unknown_status: process, when: now }
              |                                                        ^~~~
          help: use one of: process, in_progress, unknown_status, finished, delivered_before, missing_data
        """)
  }
}
