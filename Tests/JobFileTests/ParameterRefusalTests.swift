import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// What is wrong with parameters, reported without showing a value.
struct ParameterRefusalTests {
  @Test func aMissingValueIsToldWhereItIsDeclaredAndWhereItIsUsed() async throws {
    try await expectRefusal(
      job(
        exportJob: "${param:export_job}",
        more: """
          params:
            export_job: { type: uuid, env: PLEO_EXPORT_JOB }
            who: { type: text, required: true }
          """),
      findings: """
        job.yaml:10:3: error: parameter 'export_job' has no value [params.missing]
           10 |   export_job: { type: uuid, env: PLEO_EXPORT_JOB }
              |   ^~~~~~~~~~
        job.yaml:6:17: note: used here
            6 |     export_job: ${param:export_job}
              |                 ^~~~~~~~~~~~~~~~~~~
          help: give it with --param export_job=… or set PLEO_EXPORT_JOB before sluice starts
        job.yaml:11:3: error: parameter 'who' has no value [params.missing]
           11 |   who: { type: text, required: true }
              |   ^~~
          help: give it with --param who=…
        """)
  }

  @Test func aValueOfAnotherTypeIsToldWithItsOriginAndNeverShown() async throws {
    try await expectRefusal(
      job(
        exportJob: "${param:a}",
        more: """
          description: ${param:b} ${param:c} ${param:d} ${param:e} ${param:f}
          params:
            a: { type: uuid }
            b: { type: integer, env: B }
            c: { type: duration, env: C }
            d: { type: boolean }
            e: { type: choice, choices: [here, there] }
            f: { type: text }
          """),
      environment: ["B": "1s3cret", "C": "s3cret"],
      parameters: ["a": "s3cret", "d": "s3cret", "e": "s3cret", "f": ""],
      findings: """
        job.yaml:11:3: error: the value of --param a is not a UUID [params.value]
           11 |   a: { type: uuid }
              |   ^
          help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
        job.yaml:12:3: error: the value of environment variable 'B' is not a whole number [params.value]
           12 |   b: { type: integer, env: B }
              |   ^
          help: write a whole number, such as 12
        job.yaml:13:3: error: the value of environment variable 'C' is not a duration [params.value]
           13 |   c: { type: duration, env: C }
              |   ^
          help: write a duration, such as 30s
        job.yaml:14:3: error: the value of --param d is not true or false [params.value]
           14 |   d: { type: boolean }
              |   ^
          help: write true or false, such as true
        job.yaml:15:3: error: the value of --param e is not one of here, there [params.value]
           15 |   e: { type: choice, choices: [here, there] }
              |   ^
          help: use one of: here, there
        job.yaml:16:3: error: the value of --param f is not a text [params.value]
           16 |   f: { type: text }
              |   ^
          help: write a text, such as nightly
        """)
  }

  @Test func aChoiceFromOutsideIsNotShown() async throws {
    try await expectRefusal(
      job(
        more: """
          params:
            a: { type: choice, choices: [here, "${env:PLACE}"] }
            b: { type: text, env: "${env:PLACE}" }
          """), environment: ["PLACE": "s3cret"], parameters: ["a": "there", "b": "x"],
      findings: """
        job.yaml:10:3: error: the value of --param a is not one of here, ${env:PLACE} [params.value]
           10 |   a: { type: choice, choices: [here, "${env:PLACE}"] }
              |   ^
          help: use one of: here, ${env:PLACE}
        job.yaml:11:25: error: '${env:PLACE}' is not a name of an environment variable [settings.type]
           11 |   b: { type: text, env: "${env:PLACE}" }
              |                         ^~~~~~~~~~~~~~
          help: write a name of an environment variable, such as EXPORT_JOB
        """)
  }

  @Test func aDefaultOfAnotherTypeIsToldEvenWhereAValueIsGiven() async throws {
    try await expectRefusal(
      job(
        more: """
          params:
            size: { type: integer, default: many }
            when: { type: text, default: no }
          """), parameters: ["size": "3"],
      findings: """
        job.yaml:10:35: error: the default of parameter 'size' is not a whole number [params.value]
           10 |   size: { type: integer, default: many }
              |                                   ^~~~
          help: write a whole number, such as 12
        job.yaml:11:32: warning: another YAML reader would read 'no' as false [settings.retyped]
           11 |   when: { type: text, default: no }
              |                                ^~
          help: put it in quotes: "no"
        """)
  }

  @Test func aParameterThatIsNotDeclaredIsRefused() async throws {
    try await expectRefusal(
      job(
        more: """
          description: ${param:exportjob} ${param:who} ${param:Who}
          params: { export_job: { type: text, default: x } }
          """),
      findings: """
        job.yaml:9:14: error: parameter 'exportjob' is not declared [params.unknown]
            9 | description: ${param:exportjob} ${param:who} ${param:Who}
              |              ^~~~~~~~~~~~~~~~~~
          help: did you mean 'export_job'?
        job.yaml:9:33: error: parameter 'who' is not declared [params.unknown]
            9 | description: ${param:exportjob} ${param:who} ${param:Who}
              |                                 ^~~~~~~~~~~~
          help: declare it: params: { who: { type: text } }
        job.yaml:9:46: error: '${param:Who}' does not name a parameter [value.reference]
            9 | description: ${param:exportjob} ${param:who} ${param:Who}
              |                                              ^~~~~~~~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        """)
  }

  @Test func aDeclarationThatIsWrongIsRefused() async throws {
    try await expectRefusal(
      job(
        more: """
          params:
            Export-Job: { type: uuid, default: 8eb648ab-464b-42a0-ba17-eda703657e33 }
            a: { typ: uuid }
            b: { type: number, env: a-b }
            c: { type: choice }
            d: { type: text, choices: [x], default: y }
            e: { type: choice, choices: [x, x, []] }
            f: { type: text, default: x, required: true }
            g: { type: text, default: "${param:f}" }
            h: { type: choice, choices: [] }
            i: { type: text, default: [x], required: yes }
            j: text
            j: { type: text, default: x }
            k: { type: choice, choices: x }
          """),
      findings: """
        job.yaml:10:3: error: 'Export-Job' is not a name of a parameter [params.name]
           10 |   Export-Job: { type: uuid, default: 8eb648ab-464b-42a0-ba17-eda703657e33 }
              |   ^~~~~~~~~~
          help: write at most 63 small letters, digits and underscores, a letter first, such as export_job
        job.yaml:11:6: error: parameter 'a' needs 'type' [settings.missing]
           11 |   a: { typ: uuid }
              |      ^~~~~~~~~~~~~
          help: add 'type:'
        job.yaml:11:8: error: 'typ' is not a setting of parameter 'a' [settings.unknown]
           11 |   a: { typ: uuid }
              |        ^~~
          help: did you mean 'type'?
        job.yaml:12:14: error: 'number' is not one of uuid, text, integer, duration, boolean, choice [settings.choice]
           12 |   b: { type: number, env: a-b }
              |              ^~~~~~
          help: use one of: uuid, text, integer, duration, boolean, choice
        job.yaml:12:27: error: 'a-b' is not a name of an environment variable [settings.type]
           12 |   b: { type: number, env: a-b }
              |                           ^~~
          help: write a name of an environment variable, such as EXPORT_JOB
        job.yaml:13:14: error: a choice needs 'choices' [params.choices]
           13 |   c: { type: choice }
              |              ^~~~~~
          help: add the values that it may have, such as choices: [production, staging]
        job.yaml:14:29: error: 'choices' is only for the type choice [params.choices]
           14 |   d: { type: text, choices: [x], default: y }
              |                             ^~~
          help: write 'type: choice', or take it out
        job.yaml:15:35: error: a value is given twice [settings.repeated]
           15 |   e: { type: choice, choices: [x, x, []] }
              |                                   ^
        job.yaml:15:32: note: first given here
           15 |   e: { type: choice, choices: [x, x, []] }
              |                                ^
          help: keep one of the two
        job.yaml:15:38: error: expected a text, found a list [settings.type]
           15 |   e: { type: choice, choices: [x, x, []] }
              |                                      ^~
          help: write a text, such as nightly
        job.yaml:16:42: error: a parameter with a default always has a value [settings.conflict]
           16 |   f: { type: text, default: x, required: true }
              |                                          ^~~~
          help: take out 'required' or 'default'
        job.yaml:17:30: error: a parameter cannot take its value from another one [params.nested]
           17 |   g: { type: text, default: "${param:f}" }
              |                              ^~~~~~~~~~
          help: write a value, ${env:NAME} or ${file:path}
        job.yaml:18:31: error: expected a list of values, found an empty one [settings.type]
           18 |   h: { type: choice, choices: [] }
              |                               ^~
          help: write a list of values, such as [production, staging]
        job.yaml:19:29: error: expected a value, found a list [settings.type]
           19 |   i: { type: text, default: [x], required: yes }
              |                             ^~~
          help: write a value, such as production
        job.yaml:19:44: error: 'yes' is not true or false [settings.type]
           19 |   i: { type: text, default: [x], required: yes }
              |                                            ^~~
          help: write true or false, such as true
        job.yaml:20:6: error: parameter 'j' is a mapping, found a value [settings.shape]
           20 |   j: text
              |      ^~~~
          help: write keys under it: type, choices, env, default, required, help
        job.yaml:21:3: error: 'j' is given twice [settings.repeated]
           21 |   j: { type: text, default: x }
              |   ^
        job.yaml:20:3: note: first given here
           20 |   j: text
              |   ^
          help: keep one of the two
        job.yaml:22:31: error: expected a list of values, found a value [settings.type]
           22 |   k: { type: choice, choices: x }
              |                               ^
          help: write a list of values, such as [production, staging]
        """)
  }

  @Test(arguments: ["params: [a]", "params: a", "params:"])
  func paramsThatAreNoMappingAreRefusedAndTheirUsesAreNotToldAgain(text: String) async throws {
    let loaded = try await load(job(more: "\(text)\ndescription: ${param:a}"))
    #expect(loaded.definition == nil)
    #expect(loaded.file.findings.map(\.id) == ["settings.type"])
    #expect(
      loaded.file.findings[0].message.hasPrefix("'params' is a mapping of parameters, found "))
    #expect(
      loaded.file.findings[0].help
        == "write a name and a type: params: { export_job: { type: uuid } }")
  }

  @Test func aConditionTakesNoParameter() async throws {
    let loaded = try await load(
      job(
        routes: """
            - when: 'status == "${param:s}"'
              sink: { stdout: {} }
          """, more: "params: { s: { type: text, default: pending } }"))
    #expect(loaded.definition == nil)
    #expect(loaded.file.findings.map(\.id) == ["predicate.outside"])
  }
}

/// Expects that a file is refused with these findings, and that no secret is in them.
func expectRefusal(
  _ text: String, environment: [String: String] = [:], parameters: [String: String] = [:],
  findings: String, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let loaded = try await load(text, environment: environment, parameters: parameters)
  #expect(loaded.definition == nil, sourceLocation: sourceLocation)
  #expect(loaded.findings == findings, sourceLocation: sourceLocation)
  #expect(!loaded.findings.contains("s3cret"), sourceLocation: sourceLocation)
}
