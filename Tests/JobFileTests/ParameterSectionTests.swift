import ExportModel
import JobFile
import JobFileTestSupport
import Settings
import Testing

@testable import PleoSource

/// What parameters come to.
struct ParameterSectionTests {
  private static let declared = """
    params:
      export_job: { type: uuid, env: PLEO_EXPORT_JOB, default: \(guideJob), help: Which }
    """
  private static let other = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"
  private static let third = "11111111-2222-4333-8444-555555555555"

  @Test func theCommandLineComesBeforeTheEnvironmentAndThatBeforeTheDefault() async throws {
    let text = job(exportJob: "${param:export_job}", more: Self.declared)
    let environment = ["PLEO_EXPORT_JOB": Self.other]
    let given = try await load(
      text, environment: environment, parameters: ["export_job": Self.third])
    #expect(given.findings == "")
    #expect(given.definition?.source.jobID?.description == Self.third)
    let set = try await load(text, environment: environment)
    #expect(set.findings == "")
    #expect(set.definition?.source.jobID?.description == Self.other)
    let unset = try await load(text)
    #expect(unset.findings == "")
    #expect(unset.definition?.source.jobID?.description == guideJob)
  }

  @Test func anEmptyVariableIsNoValueOfAParameter() async throws {
    let loaded = try await load(
      job(exportJob: "${param:export_job}", more: Self.declared),
      environment: ["PLEO_EXPORT_JOB": ""])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.source.jobID?.description == guideJob)
  }

  @Test func everyTypeTakesItsValuesAndTheyStandInsideAText() async throws {
    let loaded = try await load(
      job(
        pleo: "page_size: ${param:size}\ntimeout: ${param:time}",
        more: """
          description: for ${param:who}, ${param:where}, ${param:sure}
          params:
            size: { type: integer }
            time: { type: duration }
            who: { type: text }
            where: { type: choice, choices: [here, there] }
            sure: { type: boolean, default: true }
          """),
      parameters: ["size": "7", "time": "5s", "who": "a: {b}", "where": "there", "sure": "false"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == "for a: {b}, there, false")
    #expect(loaded.definition?.pleo?.configuration.pageSize == 7)
    #expect(loaded.definition?.pleo?.configuration.timeout == .seconds(5))
  }

  @Test func aDefaultMayComeFromOutsideToo() async throws {
    let loaded = try await load(
      job(
        more: """
          description: ${param:who} ${param:where}
          params:
            who: { type: text, default: "${env:USER:-nobody}" }
            where: { type: text, default: "${file:place}" }
          """), files: ["place": "here\n"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == "nobody here")
  }

  @Test func aParameterThatNeedsNoValueIsEmptyWithoutOne() async throws {
    let loaded = try await load(
      job(
        more: """
          description: a${param:suffix}
          params: { suffix: { type: text, required: false } }
          """))
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == "a")
  }

  @Test func aValueIsNotReadForReferencesAgain() async throws {
    let loaded = try await load(
      job(more: "description: ${param:who}\nparams: { who: { type: text } }"),
      environment: ["A": "no"], parameters: ["who": "${env:A}"])
    #expect(loaded.definition?.description == "${env:A}")
  }

  @Test func theNamesAreToldForTheCommandLine() async throws {
    let loaded = try await load(
      job(more: "params: { who: { type: text }, a: { type: uuid } }"))
    #expect(loaded.file.parameters == ["a", "who"])
    #expect(try await load(job()).file.parameters == [])
    #expect(try await load("version: [").file.parameters == nil)
  }

  @Test func aDefaultOfAReferenceIsForAVariableThatIsMissingOrEmpty() async throws {
    let text = job(more: "description: ${env:A:-x:-y}${env:B:-}.")
    #expect(try await load(text).definition?.description == "x:-y.")
    #expect(try await load(text, environment: ["A": ""]).definition?.description == "x:-y.")
    #expect(
      try await load(text, environment: ["A": "1", "B": "2"]).definition?.description == "12.")
  }

  @Test func aTokenMayBeAParameterFromOutside() async throws {
    let loaded = try await load(
      job(
        environment: "production", pleo: "token: ${param:token}",
        more: "params: { token: { type: text, env: PLEO_TOKEN } }"),
      environment: ["PLEO_TOKEN": "s3cret-token"])
    #expect(loaded.findings == "")
    #expect(loaded.definition?.pleo?.configuration.token?.revealed == "s3cret-token")
  }

  @Test func theStateFolderOfTheCommandLineIsTheOneThatCounts() async throws {
    let loaded = try await load(
      job(more: "run: { state: ./here }"), state: "/elsewhere/./state")
    #expect(loaded.definition?.stateFolder == "/elsewhere/state")
    let clash = try await load(
      job(routes: "  - sink: { file_queue: { directory: /elsewhere } }"), state: "/elsewhere/s")
    #expect(
      clash.findings == """
        job.yaml:8:13: error: this sink would write where the job keeps its state [routes.claim]
            8 |   - sink: { file_queue: { directory: /elsewhere } }
              |             ^~~~~~~~~~
          help: give the sink or the state another place
        """)
  }
}
