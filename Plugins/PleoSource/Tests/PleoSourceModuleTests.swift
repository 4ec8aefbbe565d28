import JobFileTestSupport
import Testing

/// The section `source.pleo`.
struct PleoSourceModuleTests {
  @Test func anUnknownSourceIsRefused() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        plio:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
      routes:
        - sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:3: error: 'plio' is not a kind of source [source.unknown]
            4 |   plio:
              |   ^~~~
          help: did you mean 'pleo'?
        """)
  }

  @Test func twoSourcesAreRefused() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        csv: {}
        pleo:
          environment: sandbox
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
      routes:
        - sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:3: error: 'csv' is not a kind of source [source.unknown]
            4 |   csv: {}
              |   ^~~
          help: use one of: pleo
        job.yaml:5:3: error: 'source' holds one kind of source, found 2 [source.shape]
            5 |   pleo:
              |   ^~~~
        job.yaml:4:3: note: the first one
            4 |   csv: {}
              |   ^~~
          help: keep 'pleo'
        """)
  }

  @Test func concurrencyNeedsOffsets() async throws {
    let loaded = try await load(job(pleo: "concurrency: 4"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:3: error: 'concurrency' needs 'pages: offset' [source.concurrency]
            4 |   pleo:
              |   ^~~~
          help: by cursor each page says where the next one begins: add 'pages: offset', or take 'concurrency' out
        """)
    #expect(try await load(job(pleo: "pages: offset\nconcurrency: 4")).findings == "")
    #expect(try await load(job(pleo: "pages: offset")).findings == "")
  }

  @Test func aSourceThatIsNoMappingIsRefused() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source: pleo
      routes:
        - sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:3:9: error: 'source' is a mapping with the kind of source as its key, found a value [source.shape]
            3 | source: pleo
              |         ^~~~
          help: write source: { pleo: {} }, with the settings in the inner braces
        """)
  }

  @Test func anUnknownSettingIsRefusedWithTheNearestName() async throws {
    let loaded = try await load(
      job(pleo: "pagesize: 50"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:5: error: 'pagesize' is not a setting of source 'pleo' [settings.unknown]
            7 |     pagesize: 50
              |     ^~~~~~~~
          help: did you mean 'page_size'?
        """)
  }

  @Test func aSourceWithoutItsSettingsSaysWhichOnes() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        pleo: {}
      routes:
        - sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:9: error: source 'pleo' needs 'environment' [settings.missing]
            4 |   pleo: {}
              |         ^~
          help: add 'environment:'
        job.yaml:4:9: error: source 'pleo' needs 'export_job' [settings.missing]
            4 |   pleo: {}
              |         ^~
          help: add 'export_job:'
        """)
  }

  @Test func anExportJobThatIsNoUUIDIsRefused() async throws {
    let loaded = try await load(
      job(exportJob: "8eb648ab"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:6:17: error: '8eb648ab' is not a UUID [settings.type]
            6 |     export_job: 8eb648ab
              |                 ^~~~~~~~
          help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
        """)
  }

  @Test func numbersOutsideTheirRangeAreRefused() async throws {
    let loaded = try await load(
      job(
        pleo: """
          page_size: 1001
          retry: { attempts: 0 }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:16: error: '1001' is not a whole number from 1 to 1000 [settings.type]
            7 |     page_size: 1001
              |                ^~~~
          help: write a whole number from 1 to 1000, such as 1
        job.yaml:8:24: error: '0' is not a whole number from 1 to 100 [settings.type]
            8 |     retry: { attempts: 0 }
              |                        ^
          help: write a whole number from 1 to 100, such as 1
        """)
  }

  @Test func aTimeWithoutAUnitIsRefused() async throws {
    let loaded = try await load(
      job(
        pleo: """
          timeout: 30
          retry: { cap: 12:30 }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:14: error: '30' is not a duration [settings.type]
            7 |     timeout: 30
              |              ^~
          help: write a duration, such as 30s
        job.yaml:8:19: error: '12:30' is not a duration [settings.type]
            8 |     retry: { cap: 12:30 }
              |                   ^~~~~
          help: write a duration, such as 30s
        """)
  }

  @Test func aRateOfAnotherFormIsRefused() async throws {
    let loaded = try await load(
      job(pleo: "rate: 500/h"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:11: error: '500/h' is not a rate [settings.type]
            7 |     rate: 500/h
              |           ^~~~~
          help: write a rate, such as 500/min or none
        """)
  }

  @Test func aWaitThatBeginsAboveItsCapIsRefused() async throws {
    let loaded = try await load(
      job(pleo: "retry: { base: 2m, cap: 60s }"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:20: error: 'base' is longer than 'cap' [settings.conflict]
            7 |     retry: { base: 2m, cap: 60s }
              |                    ^~
          help: make 'cap' the longest wait
        """)
  }

  @Test func aMistypedEnvironmentIsRefusedWithTheNearestWord() async throws {
    let loaded = try await load(
      job(environment: "prodution", pleo: #"token: "${env:T}""#),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: 'prodution' is not production, staging, sandbox or a base URL [source.environment]
            5 |     environment: prodution
              |                  ^~~~~~~~~
          help: did you mean 'production'?
        """)
  }

  @Test func anEnvironmentLikeNoOtherListsWhatThereIs() async throws {
    let loaded = try await load(
      job(environment: "live"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:5:18: error: 'live' is not production, staging, sandbox or a base URL [source.environment]
            5 |     environment: live
              |                  ^~~~
          help: write production, staging, sandbox or a base URL, such as https://export.example.com
        """)
  }

  @Test func aMappingWhereAValueBelongsIsRefused() async throws {
    let loaded = try await load(
      job(
        pleo: """
          page_size: { a: 1 }
          completeness: [strict]
          timeout:
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:16: error: expected a whole number from 1 to 1000, found a mapping [settings.type]
            7 |     page_size: { a: 1 }
              |                ^~~~~~~~
          help: write a whole number from 1 to 1000, such as 1
        job.yaml:8:19: error: expected one of strict, warn, found a list [settings.type]
            8 |     completeness: [strict]
              |                   ^~~~~~~~
          help: write one of strict, warn, such as strict
        job.yaml:9:13: error: expected a duration, found nothing [settings.type]
            9 |     timeout:
              |             ^
          help: write a duration, such as 30s
        """)
  }
}
