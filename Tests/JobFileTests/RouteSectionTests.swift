import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// The entries of `routes`.
struct RouteSectionTests {
  @Test func anEmptyListOfRoutesIsRefused() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
      routes: []

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:9: error: 'routes' is a list of routes, found an empty one [settings.type]
            7 | routes: []
              |         ^~
          help: begin each route with a dash: - sink: { stdout: {} }
        """)
  }

  @Test func routesThatAreNoListAreRefused() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
      routes:
        sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:3: error: 'routes' is a list of routes, found a mapping [settings.type]
            8 |   sink: { stdout: {} }
              |   ^~~~~~~~~~~~~~~~~~~~
          help: begin each route with a dash: - sink: { stdout: {} }
        """)
  }

  @Test func aRouteThatIsNoMappingIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - stdout"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:5: error: a route is a mapping, found a value [settings.shape]
            8 |   - stdout
              |     ^~~~~~
          help: write keys under it: name, when, guarantee, batch, finished, sink
        """)
  }

  /// The tests were said to name a route that is not there, and it was the one that is wrong.
  @Test func aRouteThatIsNoMappingMakesNoOtherFinding() async throws {
    let loaded = try await load(
      job(
        routes: "  - { name: books, sink: { stdout: {} } }\n  - intake",
        more: """
          tests:
            - name: t
              pages:
                - { items: [ { entry_id: a, status: pending } ] }
              expect: { intake: [a], books: [a] }
          """))
    #expect(loaded.file.findings.map(\.message) == ["a route is a mapping, found a value"])
  }

  @Test func aRouteWithoutASinkIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - name: intake"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:5: error: a route needs 'sink' [settings.missing]
            8 |   - name: intake
              |     ^~~~~~~~~~~~
          help: add 'sink:'
        """)
  }

  @Test func anUnknownSinkIsRefusedWithTheNearestKind() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { sqlit: { path: ./x } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:13: error: 'sqlit' is not a kind of sink [sink.unknown]
            8 |   - sink: { sqlit: { path: ./x } }
              |             ^~~~~
          help: did you mean 'sqlite'?
        """)
  }

  @Test func aSinkThatIsOnlyAWordIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - sink: stdout"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:11: error: 'sink' is a mapping with the kind of sink as its key, found a value [sink.shape]
            8 |   - sink: stdout
              |           ^~~~~~
          help: write sink: { stdout: {} }, with the settings in the inner braces
        """)
  }

  @Test func aSinkWithoutAMappingIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { stdout: }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:21: error: sink 'stdout' is a mapping, found nothing [settings.shape]
            8 |   - sink: { stdout: }
              |                     ^
          help: write keys under it: format
        """)
  }

  @Test func twoSinksInOneRouteAreRefused() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { stdout: {}, sqlite: { path: ./x } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:25: error: 'sink' holds one kind of sink, found 2 [sink.shape]
            8 |   - sink: { stdout: {}, sqlite: { path: ./x } }
              |                         ^~~~~~
        job.yaml:8:13: note: the first one
            8 |   - sink: { stdout: {}, sqlite: { path: ./x } }
              |             ^~~~~~
          help: write a route for each
        """)
  }

  @Test func anUnknownSettingOfASinkIsRefusedWithTheNearestName() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { sqlite: { path: ./x, tabel: items } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:34: error: 'tabel' is not a setting of sink 'sqlite' [settings.unknown]
            8 |   - sink: { sqlite: { path: ./x, tabel: items } }
              |                                  ^~~~~
          help: did you mean 'table'?
        """)
  }

  @Test func aMissingSettingOfASinkIsNamed() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { sqlite: {} }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:21: error: sink 'sqlite' needs 'path' [settings.missing]
            8 |   - sink: { sqlite: {} }
              |                     ^~
          help: add 'path:'
        """)
  }

  @Test func whatASinkRefusesItselfIsAFinding() async throws {
    let loaded = try await load(
      job(routes: "  - sink: { sqlite: { path: ./x, table: sqlite_master } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:41: error: the table is the database's own [sink.table]
            8 |   - sink: { sqlite: { path: ./x, table: sqlite_master } }
              |                                         ^~~~~~~~~~~~~
          help: choose another name
        """)
  }

  @Test func aBatchOutsideItsRangeIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - { batch: 0, sink: { stdout: {} } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:14: error: '0' is not a whole number from 1 to 100000 [settings.type]
            8 |   - { batch: 0, sink: { stdout: {} } }
              |              ^
          help: write a whole number from 1 to 100000, such as 1
        """)
  }

  @Test func aRouteNameWithAnUnderscoreIsRefused() async throws {
    let loaded = try await load(
      job(routes: "  - { name: my_route, sink: { stdout: {} } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:13: error: 'my_route' is not a name [settings.type]
            8 |   - { name: my_route, sink: { stdout: {} } }
              |             ^~~~~~~~
          help: write at most 63 small letters, digits and dashes, a letter first, such as nightly-export
        """)
  }

  @Test func twoRoutesOfOneNameAreRefused() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { name: a, sink: { stdout: {} } }
            - { name: a, sink: { sqlite: { path: ./x } } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:13: error: two routes are called 'a' [routes.name]
            9 |   - { name: a, sink: { sqlite: { path: ./x } } }
              |             ^
        job.yaml:8:13: note: first used here
            8 |   - { name: a, sink: { stdout: {} } }
              |             ^
          help: give each route a name of its own
        """)
  }

  @Test func twoUnnamedRoutesOfOneKindAreToldToTakeNames() async throws {
    let loaded = try await load(
      job(
        routes: """
            - sink: { sqlite: { path: ./x } }
            - sink: { sqlite: { path: ./y } }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:13: error: two routes are called 'sqlite' [routes.name]
            9 |   - sink: { sqlite: { path: ./y } }
              |             ^~~~~~
        job.yaml:8:13: note: first used here
            8 |   - sink: { sqlite: { path: ./x } }
              |             ^~~~~~
          help: give this route a 'name'
        """)
  }

  @Test func aMistypedKeyOfARouteIsRefusedWithTheNearestName() async throws {
    let loaded = try await load(
      job(routes: "  - { wen: x, sink: { stdout: {} } }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:7: error: 'wen' is not a setting of a route [settings.unknown]
            8 |   - { wen: x, sink: { stdout: {} } }
              |       ^~~
          help: did you mean 'when'?
        """)
  }
}
