import JobFileTestSupport
import Testing

/// Values from outside the file.
struct InterpolationTests {
  @Test func aMissingVariableIsNamedWithItsColumnInsideThePlainValue() async throws {
    let loaded = try await load(
      job(more: "description: for ${env:WHO} and all"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:18: error: environment variable 'WHO' is not set [value.missing]
            9 | description: for ${env:WHO} and all
              |                  ^~~~~~~~~~
          help: set WHO before sluice starts
        """)
  }

  @Test func aMissingVariableIsNamedWithItsColumnInsideQuotes() async throws {
    let loaded = try await load(
      job(more: #"description: "a \"b\" ${env:WHO}""#))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == #"""
        job.yaml:9:23: error: environment variable 'WHO' is not set [value.missing]
            9 | description: "a \"b\" ${env:WHO}"
              |                       ^~~~~~~~~~
          help: set WHO before sluice starts
        """#)
  }

  @Test func aMissingVariableInAValueOverSeveralLinesPointsToTheValue() async throws {
    let loaded = try await load(
      job(
        more: """
          description: |
            one
            ${env:WHO}
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: error: environment variable 'WHO' is not set [value.missing]
            9 | description: |
              |              ^
          help: set WHO before sluice starts
        """)
  }

  @Test func everyMissingVariableOfAValueIsReported() async throws {
    let loaded = try await load(
      job(more: "description: ${env:A}/${env:B}"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: error: environment variable 'A' is not set [value.missing]
            9 | description: ${env:A}/${env:B}
              |              ^~~~~~~~
          help: set A before sluice starts
        job.yaml:9:23: error: environment variable 'B' is not set [value.missing]
            9 | description: ${env:A}/${env:B}
              |                       ^~~~~~~~
          help: set B before sluice starts
        """)
  }

  @Test func aFileThatCannotBeReadIsNamedWithTheReason() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: #"token: "${file:./secrets/token}""#))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:13: error: file './secrets/token' cannot be read: no such file [value.missing]
            7 |     token: "${file:./secrets/token}"
              |             ^~~~~~~~~~~~~~~~~~~~~~~
          help: a relative path is relative to the job file's folder
        """)
  }

  @Test func aReferenceThatIsNoneIsRefused() async throws {
    let loaded = try await load(
      job(more: "description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:9:14: error: '${WHO}' is not a reference [value.reference]
            9 | description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO
              |              ^~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        job.yaml:9:21: error: '${env:}' does not name an environment variable [value.reference]
            9 | description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO
              |                     ^~~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        job.yaml:9:29: error: '${env:a-b}' does not name an environment variable [value.reference]
            9 | description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO
              |                             ^~~~~~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        job.yaml:9:40: error: '${file:}' does not name a file [value.reference]
            9 | description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO
              |                                        ^~~~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        job.yaml:9:49: error: '${' has no '}' after it [value.reference]
            9 | description: ${WHO} ${env:} ${env:a-b} ${file:} ${env:WHO
              |                                                 ^~~~~~~~~
          help: close it, or write $${ where a plain ${ is meant
        """)
  }

  @Test func aValueFromOutsideIsNeverQuotedOnlyItsReference() async throws {
    let loaded = try await load(
      job(
        exportJob: "${env:SIZE}",
        pleo: """
          page_size: ${env:SIZE}
          timeout: "${env:SIZE}"
          rate: ${env:SIZE}
          completeness: ${env:SIZE}
          """), environment: ["SIZE": "s3cret"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:6:17: error: the value of SIZE (6 characters) is not a UUID [settings.type]
            6 |     export_job: ${env:SIZE}
              |                 ^~~~~~~~~~~
          help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
        job.yaml:7:16: error: the value of SIZE (6 characters) is not a whole number from 1 to 1000 [settings.type]
            7 |     page_size: ${env:SIZE}
              |                ^~~~~~~~~~~
          help: write a whole number from 1 to 1000, such as 1
        job.yaml:8:14: error: the value of SIZE (6 characters) is not a duration [settings.type]
            8 |     timeout: "${env:SIZE}"
              |              ^~~~~~~~~~~~~
          help: write a duration, such as 30s
        job.yaml:9:11: error: the value of SIZE (6 characters) is not a rate [settings.type]
            9 |     rate: ${env:SIZE}
              |           ^~~~~~~~~~~
          help: write a rate, such as 500/min or none
        job.yaml:10:19: error: the value of SIZE (6 characters) is not one of strict, warn [settings.choice]
           10 |     completeness: ${env:SIZE}
              |                   ^~~~~~~~~~~
          help: use one of: strict, warn
        """)
  }

  @Test func aValueFromOutsideCannotAddAKey() async throws {
    let loaded = try await load(
      """
      version: 1
      job: nightly
      source:
        pleo: "${env:P}"
      routes:
        - sink: { stdout: {} }

      """, environment: ["P": "{ environment: sandbox }"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:9: error: source 'pleo' is a mapping, found a value [settings.shape]
            4 |   pleo: "${env:P}"
              |         ^~~~~~~~~~
          help: write keys under it: environment, export_job, token, auth, accounting_data, page_size, pages, concurrency, rate, timeout, retry, completeness, ca_file
        """)
  }

  @Test func aConditionTakesNoValueFromOutside() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: 'status == "${env:S}"'
              sink: { stdout: {} }
          """), environment: ["S": "pending\" or \"1\" == \"1"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:11: error: 'when' takes no value from outside the file [predicate.outside]
            8 |   - when: 'status == "${env:S}"'
              |           ^~~~~~~~~~~~~~~~~~~~~~
          help: write the value itself
        """)
  }
}
