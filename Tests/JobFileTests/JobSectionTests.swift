import JobFileTestSupport
import Testing

/// The keys of the file itself.
struct JobSectionTests {
  @Test func anUnknownKeyIsRefusedWithTheNearestName() async throws {
    let loaded = try await load(
      job(more: "recvery: { process: [pending] }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:1: error: 'recvery' is not a setting of the job [settings.unknown]
            9 | recvery: { process: [pending] }
              | ^~~~~~~
          help: did you mean 'recovery'?
        """)
  }

  @Test func anUnknownKeyNearNothingListsTheKeys() async throws {
    let loaded = try await load(
      job(more: "color: blue"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:1: error: 'color' is not a setting of the job [settings.unknown]
            9 | color: blue
              | ^~~~~
          help: use one of: version, job, description, order, unmatched, params, source, recovery, routes, failure, run, observe, tests
        """)
  }

  @Test func aRepeatedKeyIsRefusedWithBothPlaces() async throws {
    let loaded = try await load(
      job(
        more: """
          order: source
          order: entry_id
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:10:1: error: 'order' is given twice [settings.repeated]
           10 | order: entry_id
              | ^~~~~
        job.yaml:9:1: note: first given here
            9 | order: source
              | ^~~~~
          help: keep one of the two
        """)
  }

  @Test func aFileWithoutItsKeysSaysWhichOnes() async throws {
    let loaded = try await load(
      """
      description: nothing else

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:1:1: error: the job needs 'job' [settings.missing]
            1 | description: nothing else
              | ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: add 'job:'
        job.yaml:1:1: error: the job needs 'routes' [settings.missing]
            1 | description: nothing else
              | ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: add 'routes:'
        job.yaml:1:1: error: the job needs 'source' [settings.missing]
            1 | description: nothing else
              | ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: add 'source:'
        job.yaml:1:1: error: the job needs 'version' [settings.missing]
            1 | description: nothing else
              | ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: add 'version:'
        """)
  }

  @Test func aFileThatIsAListIsRefused() async throws {
    let loaded = try await load(
      """
      - version: 1

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:1:1: error: the job is a mapping, found a list [settings.shape]
            1 | - version: *
              | ^~~~~~~~~~~~
          help: write keys under it: version, job, description, order, unmatched, params, source, recovery, routes, failure, run, observe, tests
        """)
  }

  @Test func anotherVersionSaysWhichOneIsKnown() async throws {
    let loaded = try await load(
      job(
        head: """
          version: 2
          job: nightly
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:1:10: error: version '2' is not known [job.version]
            1 | version: 2
              |          ^
          help: write 1: it is the only version that this sluice reads
        """)
  }

  @Test func aJobNameWithAnUnderscoreOrACapitalIsRefused() async throws {
    let loaded = try await load(
      job(
        head: """
          version: 1
          job: Nightly_export
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:2:6: error: 'Nightly_export' is not a name [settings.type]
            2 | job: Nightly_export
              |      ^~~~~~~~~~~~~~
          help: write at most 63 small letters, digits and dashes, a letter first, such as nightly-export
        """)
  }

  @Test func aMistypedOrderIsRefusedWithTheNearestWord() async throws {
    let loaded = try await load(
      job(more: "order: entryid"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:8: error: 'entryid' is not one of entry_id, transaction_date, source [settings.choice]
            9 | order: entryid
              |        ^~~~~~~
          help: did you mean 'entry_id'?
        """)
  }

  @Test func runWithoutAMappingIsRefused() async throws {
    let loaded = try await load(
      job(more: "run: ./state"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:6: error: 'run' is a mapping, found a value [settings.shape]
            9 | run: *******
              |      ^~~~~~~
          help: write keys under it: state, access, deadline, shutdown_grace, when_busy, keep
        """)
  }
}
