import JobFileTestSupport
import Testing

/// Text that other YAML readers would not take for text.
struct RetypedTests {
  @Test func textThatOtherReadersTakeForATruthValueIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: no"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read 'no' as false [settings.retyped]
            9 | description: no
              |              ^~
          help: put it in quotes: "no"
        """)
  }

  @Test func textThatOtherReadersTakeForANumberIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: 1.10"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read '1.10' as a number [settings.retyped]
            9 | description: 1.10
              |              ^~~~
          help: put it in quotes: "1.10"
        """)
  }

  @Test func textThatOtherReadersTakeForAnOctalNumberIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: 0755"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read '0755' as a number [settings.retyped]
            9 | description: 0755
              |              ^~~~
          help: put it in quotes: "0755"
        """)
  }

  @Test func textThatOtherReadersTakeForABase60NumberIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: 12:30:45"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read '12:30:45' as a number [settings.retyped]
            9 | description: 12:30:45
              |              ^~~~~~~~
          help: put it in quotes: "12:30:45"
        """)
  }

  @Test func textThatOtherReadersTakeForNothingIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: null"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read 'null' as null [settings.retyped]
            9 | description: null
              |              ^~~~
          help: put it in quotes: "null"
        """)
  }

  @Test func textThatOtherReadersTakeForADateIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: 2026-01-01"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read '2026-01-01' as a date [settings.retyped]
            9 | description: 2026-01-01
              |              ^~~~~~~~~~
          help: put it in quotes: "2026-01-01"
        """)
  }

  @Test func textThatOtherReadersTakeForTrueIsAWarning() async throws {
    let loaded = try await load(
      job(more: "description: on"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: warning: another YAML reader would read 'on' as true [settings.retyped]
            9 | description: on
              |              ^~
          help: put it in quotes: "on"
        """)
  }

  @Test func namesAndPathsAreTextToo() async throws {
    let loaded = try await load(
      job(
        head: """
          version: 1
          job: no
          """, routes: "  - { name: y, sink: { sqlite: { path: 1e3, table: off } } }"))
    #expect(loaded.definition != nil)
    #expect(
      loaded.findings == """
        job.yaml:2:6: warning: another YAML reader would read 'no' as false [settings.retyped]
            2 | job: no
              |      ^~
          help: put it in quotes: "no"
        job.yaml:8:13: warning: another YAML reader would read 'y' as true [settings.retyped]
            8 |   - { name: y, sink: { sqlite: { path: 1e3, table: off } } }
              |             ^
          help: put it in quotes: "y"
        job.yaml:8:40: warning: another YAML reader would read '1e3' as a number [settings.retyped]
            8 |   - { name: y, sink: { sqlite: { path: 1e3, table: off } } }
              |                                        ^~~
          help: put it in quotes: "1e3"
        job.yaml:8:52: warning: another YAML reader would read 'off' as false [settings.retyped]
            8 |   - { name: y, sink: { sqlite: { path: 1e3, table: off } } }
              |                                                    ^~~
          help: put it in quotes: "off"
        """)
  }

  @Test func quotesAndPlainWordsGiveNoWarning() async throws {
    let loaded = try await load(
      job(more: #"description: "no""#))
    #expect(loaded.definition != nil)
    #expect(loaded.findings == "")
  }
}
