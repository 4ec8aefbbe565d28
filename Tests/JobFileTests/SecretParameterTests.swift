import JobFile
import JobFileTestSupport
import Testing

/// A parameter that a token is made of is as secret as the token, wherever the file speaks of it.
struct SecretParameterTests {
  /// Declarations of a parameter that is the token, and how they are shown.
  @Test(arguments: [
    (
      "{ type: text, default: S3cr3tV4lue, env: NAME_OF_IT, help: Anything }",
      "{ type: text, default: ***********, env: NAME_OF_IT, help: Anything }"
    ),
    (
      "{ type: choice, choices: [S3cr3tV4lue, abc], required: true }",
      "{ type: choice, choices: [***********, ***], required: true }"
    ),
    (
      #"{ type: text, default: "${env:X:-S3cr3tV4lue}" }"#,
      "{ type: text, default: *********************** }"
    ),
    (
      #"{ type: text, default: "${env:X}${file:/run/secrets/tok}" }"#,
      #"{ type: text, default: "${env:X}${file:/run/secrets/tok}" }"#
    ),
    ("S3cr3tV4lue", "***********"),
    ("[S3cr3tV4lue]", "[***********]"),
    ("{ type: text, defualt: S3cr3tV4lue }", "{ type: text, defualt: *********** }"),
  ])
  func whatItMayBeIsHiddenAndWhatIsSaidAboutItStays(
    declaration: String, shown: String
  ) async throws {
    let loaded = try await load(
      job(pleo: "token: ${param:who}", more: "params:\n  who: \(declaration)"))
    #expect(loaded.file.text.hasSuffix("\n  who: \(shown)"), "\(loaded.file.text)")
  }

  @Test(arguments: [
    "token: a${param:who}", "token: [{ a: '${param:who}' }]", "tokn: ${param:who}",
    "headers: ${param:who}",
  ])
  func itIsSecretByItsUse(line: String) async throws {
    let loaded = try await load(
      job(pleo: line, more: "params: { who: { type: uuid, default: S3cr3tV4lue } }"))
    #expect(loaded.file.text.contains("default: *********** }"), "\(loaded.file.text)")
    #expect(!loaded.findings.contains("S3cr3tV4lue"), "\(loaded.findings)")
  }

  @Test func itIsSecretByItsName() async throws {
    let loaded = try await load(
      job(more: "params: { api_key: { type: uuid, default: S3cr3tV4lue } }"))
    #expect(loaded.file.text.contains("default: *********** }"), "\(loaded.file.text)")
    #expect(!loaded.findings.contains("S3cr3tV4lue"), "\(loaded.findings)")
  }

  @Test func anotherParameterIsNotSecret() async throws {
    let text = job(
      pleo: "token: ${env:X}",
      more: "description: ${param:who}\nparams: { who: { type: text, default: V4lueOf0ne } }")
    #expect(try await load(text).file.text == text)
  }

  @Test func itsChoicesAreNotQuoted() async throws {
    let loaded = try await load(
      job(
        pleo: "token: ${param:who}",
        more: "params:\n  who:\n    type: choice\n    choices: [S3cr3tV4lue, abc]\n"),
      parameters: ["who": "x"])
    #expect(
      loaded.findings == """
        job.yaml:11:3: error: the value of --param who is not one of its choices [params.value]
           11 |   who:
              |   ^~~
          help: use one of its 'choices'
        """)
  }

  @Test func whatItMayBeIsMaskedAmongTheDefaults() async throws {
    let loaded = try await load(
      job(
        pleo: "token: ${param:who}",
        more: """
          params:
            who: { type: choice, choices: [S3cr3tV4lue, abc], env: WHO, help: Whose token }
            more: { type: text, default: seen }
          """), parameters: ["who": "S3cr3tV4lue"])
    let completed = try #require(loaded.file.completed)
    #expect(
      completed.contains(
        """
        params:
          who:
            type: choice
            choices: ‹secret›
            env: WHO
            help: Whose token
          more:
            type: text
            default: seen
        """), "\(completed)")
  }
}
