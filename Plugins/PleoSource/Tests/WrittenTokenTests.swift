import JobFileTestSupport
import Testing

/// No finding and no line shown has a token in it.
struct WrittenTokenTests {
  @Test func productionWithoutATokenIsRefused() async throws {
    let loaded = try await load(
      job(environment: "production"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:3: error: source 'pleo' needs 'token' [settings.missing]
            4 |   pleo:
              |   ^~~~
          help: add 'token: ${env:PLEO_TOKEN}' or 'token: ${file:/run/secrets/pleo_token}'
        """)
  }

  @Test func aTokenInTheFileIsRefusedAndHiddenInTheLineShown() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: "token: abcdef0123456789"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token is written in the file [secret.literal]
            7 |     token: ****************
              |            ^~~~~~~~~~~~~~~~
          help: take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}
        """)
  }

  @Test func aTokenPartlyInTheFileIsRefused() async throws {
    let loaded = try await load(
      job(environment: "staging", pleo: #"token: "Bearer-${env:T}""#),
      environment: ["T": "t0ken-of-tests"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token is written in the file [secret.literal]
            7 |     token: *****************
              |            ^~~~~~~~~~~~~~~~~
          help: take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}
        """)
  }

  @Test func anEmptyTokenIsRefused() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: #"token: "${env:T}""#), environment: ["T": ""])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token is empty [secret.form]
            7 |     token: "${env:T}"
              |            ^~~~~~~~~~
          help: check the place that the token comes from
        """)
  }

  /// Nine characters were asked for, which refused the tokens of test servers.
  @Test func aTokenOfFiveCharactersIsTakenAndAShorterOneIsNot() async throws {
    let text = job(environment: "production", pleo: #"token: "${env:T}""#)
    #expect(try await load(text, environment: ["T": "bench"]).definition != nil)
    let loaded = try await load(text, environment: ["T": "benc"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token is too short to be one: it has fewer than 5 characters [secret.form]
            7 |     token: "${env:T}"
              |            ^~~~~~~~~~
          help: check the place that the token comes from
        """)
  }

  @Test func aTokenWithALineEndInsideIsRefusedWithoutBeingQuoted() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: #"token: "${file:t}""#), files: ["t": "s3cret\ns3cret\n"]
    )
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token has a character that no bearer token has, such as a quotation mark, a space or a line end [secret.form]
            7 |     token: "${file:t}"
              |            ^~~~~~~~~~~
          help: check the place that the token comes from
        """)
  }

  @Test func aTokenFileWithTwoLineEndsIsRefusedForOnlyOneIsTrimmed() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: #"token: "${file:t}""#), files: ["t": "s3cret\n\n"])
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:12: error: the token has a character that no bearer token has, such as a quotation mark, a space or a line end [secret.form]
            7 |     token: "${file:t}"
              |            ^~~~~~~~~~~
          help: check the place that the token comes from
        """)
  }

  @Test func aTokenKeyWithoutAValueIsRefused() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: "token: "))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:7:11: error: expected a token, found nothing [settings.type]
            7 |     token:
              |           ^
          help: write a token, such as ${env:PLEO_TOKEN}
        """)
  }

  @Test func aTokenUnderAMistypedKeyIsHiddenInTheLineShown() async throws {
    let loaded = try await load(
      job(environment: "production", pleo: "tokn: abcdef0123456789"))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:4:3: error: source 'pleo' needs 'token' [settings.missing]
            4 |   pleo:
              |   ^~~~
          help: add 'token: ${env:PLEO_TOKEN}' or 'token: ${file:/run/secrets/pleo_token}'
        job.yaml:7:5: error: 'tokn' is not a setting of source 'pleo' [settings.unknown]
            7 |     tokn: ****************
              |     ^~~~
          help: did you mean 'token'?
        """)
  }

  @Test func aTokenInAFileThatIsNotYAMLIsHiddenInTheLineShown() async throws {
    let loaded = try await load(
      """
      token: "abcdef0123456789
      version: 1

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:1:8: error: a quoted text does not end [yaml.syntax]
            1 | token: "****************
              |        ^~~~~~~~~~~~~~~~~
          help: close the quote that begins here
        """)
  }

  @Test func aTokenBehindAnAliasIsHiddenWhereItStands() async throws {
    let loaded = try await load(
      """
      x-secret: &t abcdef0123456789
      version: 1
      job: nightly
      source:
        pleo:
          environment: production
          export_job: 8eb648ab-464b-42a0-ba17-eda703657e33
          token: *t
      routes:
        - sink: { stdout: {} }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:8:12: error: the token is written in the file [secret.literal]
            8 |     token: **
              |            ^~
          help: take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}
        """)
  }
}
