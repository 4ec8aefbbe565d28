import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// What each secret here contains.
private let secret = "S3cr3tV4lue"

/// Expects findings of a text, and its secret neither in them nor in the lines that they may show.
func expectHidden(_ text: String) async throws {
  let loaded = try await load(text)
  #expect(!loaded.findings.isEmpty)
  #expect(!loaded.findings.contains(secret), "\(loaded.findings)")
  #expect(!loaded.file.text.contains(secret), "\(loaded.file.text)")
  let shown = loaded.file.text.split(separator: "\n", omittingEmptySubsequences: false)
  let written = text.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(shown.map(\.unicodeScalars.count) == written.map(\.unicodeScalars.count))
}

/// Whatever is wrong with a file, no secret of it is shown: not in a line, not in a message.
struct SecretMaskTests {
  @Test(arguments: [
    "access_token: S3cr3tV4lue", "bearer_token: S3cr3tV4lue", "api_key: S3cr3tV4lue",
    "API-Key: S3cr3tV4lue", "authorization: Bearer S3cr3tV4lue", "Password: S3cr3tV4lue",
    "client_secret: S3cr3tV4lue", "tokn: S3cr3tV4lue",
  ])
  func anyKeyThatSpeaksOfASecretHasItsValueHidden(line: String) async throws {
    try await expectHidden(job(pleo: line))
  }

  @Test(arguments: [
    "token: [S3cr3tV4lue]", "token: {value: S3cr3tV4lue}", "token: {S3cr3tV4lue}",
    "token: [[{a: [S3cr3tV4lue]}]]", "token:\n  - a: S3cr3tV4lue", "token: |\n  S3cr3tV4lue",
    "token: ${S3cr3tV4lue}", "token: ${env:S3cr3tV4lue", "token: ${env:X:-S3cr3tV4lue}",
    "token: ${param:S3cr3tV4lue}", #"token: "${env:X:-\u0053\u0053S3cr3tV4lue}""#,
    "token: \"it's S3cr3tV4lue\"", "token: 'a\n  S3cr3tV4lue'",
  ])
  func aTokenOfAnyShapeIsHidden(line: String) async throws {
    try await expectHidden(job(environment: "production", pleo: line))
  }

  @Test(arguments: ["token=S3cr3tV4lue", "- token S3cr3tV4lue", "a: { token = S3cr3tV4lue }"])
  func aTokenAfterAKeyWithoutItsColonIsHidden(text: String) async throws {
    try await expectHidden(text)
  }

  @Test(arguments: ["page_size: 'Authorization: Bearer S3cr3tV4lue'", "rate: api_key=S3cr3tV4lue"])
  func aTokenInsideATextThatNamesItIsHidden(line: String) async throws {
    try await expectHidden(job(pleo: line))
  }

  @Test func anEscapedTokenIsNotQuotedAsItReads() async throws {
    let loaded = try await load(job(pleo: #"token: "${env:X:-S3cr3t\u0056\u0034lue}""#))
    #expect(!loaded.findings.contains(secret), "\(loaded.findings)")
  }

  @Test(arguments: [
    "environment: https://u:S3cr3tV4lue@x", "rate: https://u:S3cr3tV4lue@x",
    "rate: https://S3cr3tV4lue@x", "timeout: 'ftp://u:a/S3cr3tV4lue@x'",
    "timeout: \"https://u:S3cr3tV4lue\\\n  @x\"", #"rate: "https:\/\/u:S3cr3tV4lue@x""#,
  ])
  func theUserOfAnAddressIsHidden(line: String) async throws {
    try await expectHidden(
      """
      version: 1
      job: nightly
      source:
        pleo:
          \(line.split(separator: "\n").joined(separator: "\n    "))
      routes: []
      """)
  }

  @Test(arguments: ["retry: { attempts: S3cr3tV4lue }", "S3cr3tV4lue: 1"])
  func aMessageDoesNotQuoteWhatIsBeneathSuchAKey(line: String) async throws {
    try await expectHidden(job(more: "x_auth: { \(line) }\ndescription: { k: S3cr3tV4lue }"))
  }

  @Test(arguments: [#""t\u006fken": S3cr3tV4lue"#, #"{ a: "x", "t\x6fken": S3cr3tV4lue }"#])
  func anEscapeInAKeyMaySpellASecret(line: String) async throws {
    try await expectHidden("\(line)\nb: [\n")
  }

  @Test func aValueUsedElsewhereIsNotQuotedThereEither() async throws {
    try await expectHidden(job(pleo: "api_key: S3cr3tV4lue\npage_size: S3cr3tV4lue"))
  }

  @Test func aSettingsTypeFindingHidesTheTokenItIsAbout() async throws {
    let loaded = try await load(job(pleo: "api_key: abc\npage_size: https://u:p@x"))
    #expect(
      loaded.findings == """
        job.yaml:7:5: error: 'api_key' is not a setting of source 'pleo' [settings.unknown]
            7 |     api_key: ***
              |     ^~~~~~~
          help: use one of: environment, export_job, token, auth, accounting_data, page_size, pages, concurrency, rate, timeout, retry, completeness, ca_file
        job.yaml:8:16: error: 'https://***@x' is not a whole number from 1 to 1000 [settings.type]
            8 |     page_size: https://***@x
              |                ^~~~~~~~~~~~~
          help: write a whole number from 1 to 1000, such as 1
        """)
  }

  @Test func aTemplateFindingHidesTheTokenItIsAbout() async throws {
    let loaded = try await load(job(pleo: "token: ${env:9:-abc}"))
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: '*************' does not name an environment variable [value.reference]
            7 |     token: *************
              |            ^~~~~~~~~~~~~
          help: write ${env:NAME}, ${file:path} or ${param:name}, or $${ where a plain ${ is meant
        """)
  }

  @Test(arguments: [
    "token:\n    S3cr3tV4lue\n  x: [", "token: \"abc\n  S3cr3tV4lue", "token: [a,\n  S3cr3tV4lue",
    #""tok\u0065n": S3cr3tV4lue"# + "\nx: [", "? token\n: S3cr3tV4lue\nx: [",
    "token: @S3cr3tV4lue", "token: *S3cr3tV4lue", "token: !S3cr3tV4lue x",
    "token: *S3cr3tV4lue-S3cr3tV4lue-S3cr3tV4lue-S3cr3tV4lue-S3cr3tV4lue-S3cr3tV4lue-S3cr3tV4lue",
    "token S3cr3tV4lue\nx: 1", "token: ${env:X} S3cr3tV4lue\nx: [", "api_key: a: S3cr3tV4lue",
    "token: ${env:X}\n  S3cr3tV4lue\nx: [", "token: ${env:X}, S3cr3tV4lue\nx: [",
    "{ token: ${env:X}, api_key: S3cr3tV4lue", "y: &t S3cr3tV4lue\ntoken: *t\nx: [",
    "tokn: S3cr3tV4lue\nx: [", "# token: S3cr3tV4lue\nx: [", "x: https://u:S3cr3tV4lue@h\ny: [",
    "token:\n\n- S3cr3tV4lue\nx: [", #""to\"# + "\n  ken\": S3cr3tV4lue\nx: [",
    "token: '${env:X}S3cr3tV4lue'\nx: [", "token: ${S3cr3tV4lue}\nx: [",
    "a: Ann's limit  # S3cr3tV4lue\nx: [", "[ 'a', don't # S3cr3tV4lue",
    "bearer: S3cr3tV4lue\nx: [",
    "token: ${env:TOK}\n    S3cr3tV4lue\nx: [", "a:         \"\\x S3cr3tV4lue", "S3cr3tV4lue: [",
    "S3cr3tV4lue", "- [S3cr3tV4lue]", "source,S3cr3tV4lue:token\nx: [",
  ])
  func aTokenInAFileThatIsNotYAMLIsHiddenWherever(text: String) async throws {
    try await expectHidden(text)
  }

  /// The mask knew secrets by the names of their keys alone.
  @Test(arguments: [
    "bearer: S3cr3tV4lue", "pwd: S3cr3tV4lue", "headers: { X-Custom: S3cr3tV4lue }",
    "headers: [S3cr3tV4lue]", "retry: { bearer: S3cr3tV4lue }", "credential: |\n  S3cr3tV4lue",
    "pagesize: 3 # S3cr3tV4lue", "pagesize: 3 # a\n# S3cr3tV4lue", "token: ${env:S3cr3tV4lue}",
    "token: '${env:A}${env:S3cr3tV4lue}'", "page_size: x # was '${env:S3cr3tV4lue}'",
    "rate: [1, # S3cr3tV4lue\n  2]", "<<: S3cr3tV4lue", "<<: [S3cr3tV4lue]",
    "bearer: { S3cr3tV4lue }",
    "headers: { S3cr3tV4lue }", "token: ${file:S3cr3tV4lue}", "token: ${file:/run/S3cr3tV4lue}",
    "token: ${S3cr3tV4lue}", "token: ${env S3cr3tV4lue}", "retry: S3cr3tV4lue",
    "page_size: [S3cr3tV4lue]",
    "environment: https:/svc:S3cr3tV4lue@host", "rate: u:S3cr3tV4lue@host",
    "environment: https://h/?api=S3cr3tV4lue", "environment: 'https://h/?S3cr3tV4lue'",
    "environment: https://h/#S3cr3tV4lue", "environment: https://u:ab S3cr3tV4lue@host",
    "rate: \"https://u:S3cr3tV4lue @host\"", "rate: \"https://u:S3cr3tV4lue\n  x@host\"",
    "page_size: [x]# S3cr3tV4lue", "token: \"${env:T}\"# was S3cr3tV4lue", "foo: {}# S3cr3tV4lue",
    "rate: [a,# S3cr3tV4lue\n  b]", "token: >- # S3cr3tV4lue\n  ${env:X}",
    "rate: | # S3cr3tV4lue\n  x",
    "rate: &a # S3cr3tV4lue\n  x", "rate: &a\n  # S3cr3tV4lue\n  x", "token: &S3cr3tV4lue",
    "foo: &S3cr3tV4lue x", "page_size: { S3cr3tV4lue }", "retry: { S3cr3tV4lue }",
    "token S3cr3tV4lue: y", "Bearer S3cr3tV4lue: y", "page_size: \"Bearer S3cr3tV4lue\"",
    "page_size: \"Authorization S3cr3tV4lue\"", "token: ${env:PASSWORD-S3cr3tV4lue}",
  ])
  func whatMayBeASecretIsHiddenUnderWhateverKeyItIs(line: String) async throws {
    try await expectHidden(job(pleo: line))
  }

  @Test(arguments: ["url: S3cr3tV4lue", "headers: { a: S3cr3tV4lue }"])
  func soItIsUnderAnUnknownKeyOfASink(setting: String) async throws {
    try await expectHidden(job(routes: "  - sink: { sqlite: { path: ./x, \(setting) } }"))
  }

  @Test(arguments: [
    "passwd: S3cr3tV4lue", "pwd: S3cr3tV4lue", "anything: S3cr3tV4lue",
    "observe: { log: { to: S3cr3tV4lue } }",
    "failure: { webhook: S3cr3tV4lue }", "failure: S3cr3tV4lue", "run: [S3cr3tV4lue]",
    "recovery: { process: [failed], who: S3cr3tV4lue }",
    "params: { x: { type: text, of: S3cr3tV4lue } }",
    "tests: [{ header: S3cr3tV4lue }]", "description: pwd=S3cr3tV4lue x\nnope: 1",
  ])
  func soItIsAnywhereElseInTheFile(line: String) async throws {
    try await expectHidden(job(more: line))
  }

  @Test(arguments: [
    "  - sink: S3cr3tV4lue", "  - S3cr3tV4lue", "  - { sink: { stdout: {} }, to: S3cr3tV4lue }",
    "  - { sink: { stdout: S3cr3tV4lue } }", "  - sink: [S3cr3tV4lue]", "  - { S3cr3tV4lue }",
    "  - { sink: { stdout: {S3cr3tV4lue} } }",
    "  - { when: 'password in [\"S3cr3tV4lue\"]', sink: { stdout: {} } }",
    "  - sink: { file_queue: { directory: \"sftp://u:S3cr3tV4lue@h/q\" } }",
  ])
  func soItIsInARoute(route: String) async throws {
    try await expectHidden(job(routes: route))
  }

  @Test(arguments: [
    "source: S3cr3tV4lue", "source: [S3cr3tV4lue]", "source: { pleo: S3cr3tV4lue }",
  ])
  func soItIsInThePlaceOfTheSource(source: String) async throws {
    try await expectHidden("version: 1\njob: nightly\n\(source)\nroutes: []\n")
  }

  /// Where `params` stood twice, only the first was hidden.
  @Test func aDefaultInASecondListOfParametersIsHidden() async throws {
    try await expectHidden(
      job(
        pleo: "token: ${param:token}",
        more: """
          params: { a: { type: text } }
          params: { token: { type: text, default: S3cr3tV4lue } }
          """))
  }

  /// What a person pastes without thinking of a key.
  @Test(arguments: [
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "xk29Qm4vTz81LpR0sWn5YbJ7",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "3d6f1a9c0b7e48d2a5f9c1e07b38d4462f1e",
  ])
  func whatLooksLikeACredentialIsHiddenEverywhere(credential: String) async throws {
    for text in [
      job(more: "description: [\(credential)]"), job(more: "run: { state: [\(credential)] }"),
      job(head: "version: 1\njob: \(credential)"), job(environment: "https://h/?\(credential)"),
      "a: [\(credential)\n", job(pleo: "rate: ${env:\(credential)}"),
      job(pleo: "rate: ${file:./\(credential)}"), job(pleo: "page_size: \(credential)"),
    ] {
      let loaded = try await load(text)
      #expect(!loaded.findings.isEmpty)
      #expect(!loaded.findings.contains(credential), "\(loaded.findings)")
    }
  }

  /// Words were taken for the name in a reference, whatever else was there.
  @Test(arguments: ["${env:PLEO_TOKEN hunterpassword", "${env:PLEO_TOKEN hunterpassword}"])
  func wordsBehindABlankOfAReferenceAreHidden(token: String) async throws {
    let loaded = try await load(job(pleo: "token: \(token)"))
    #expect(!loaded.findings.isEmpty && !loaded.findings.contains("hunter"), "\(loaded.findings)")
  }
}
