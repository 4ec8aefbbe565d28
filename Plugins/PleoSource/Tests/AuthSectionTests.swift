import JobFile
import JobFileTestSupport
import Settings
import Testing

@testable import PleoSource

/// The mapping `auth` of `source.pleo`.
struct AuthSectionTests {
  private static let outside = [
    "KEY": "a-key-of-tests", "CLIENT": "k3y-of-a-client", "T": "t0ken-of-tests",
  ]
  private static let oauth =
    "auth: { oauth: { client_id: sluice, client_secret: \"${env:CLIENT}\", refresh_token_file: ./tokens } }"

  private func expect(
    _ pleo: String, environment: String = "production", findings: String
  ) async throws {
    let found = try await load(
      job(environment: environment, pleo: pleo), environment: Self.outside
    ).findings
    #expect(found == findings)
  }

  private func credentials(
    _ pleo: String, environment: String = "production"
  ) async throws -> Credentials? {
    let loaded = try await load(
      job(environment: environment, pleo: pleo), environment: Self.outside)
    #expect(loaded.findings == "")
    return (loaded.definition?.source as? PleoSourceModule)?.configuration.credentials
  }

  @Test func anAPIKeyComesFromOutside() async throws {
    guard case .apiKey(let key, _)? = try await credentials(#"auth: { api_key: "${env:KEY}" }"#)
    else {
      Issue.record("it is no API key")
      return
    }
    #expect(key.revealed == "a-key-of-tests")
  }

  @Test func theFileOfTheRefreshTokenIsBesideTheJobFile() async throws {
    guard case .oauth(let oauth)? = try await credentials(Self.oauth) else {
      Issue.record("it is no OAuth")
      return
    }
    #expect(oauth.tokenFile.hasSuffix("/tokens"))
    #expect(oauth.tokenFile.hasPrefix("/"))
    #expect(oauth.clientID == "sluice")
    #expect(oauth.clientSecret.revealed == "k3y-of-a-client")
    #expect(oauth.tokenURL == nil)
  }

  @Test func thereIsATokenOrAuthAndNotBoth() async throws {
    try await expect(
      "auth: { api_key: \"${env:KEY}\" }\ntoken: \"${env:T}\"",
      findings: """
        job.yaml:7:11: error: source 'pleo' has both 'token' and 'auth' [settings.conflict]
            7 |     auth: { api_key: "${env:KEY}" }
              |           ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: keep one of the two
        """)
    try await expect(
      "auth: {}",
      findings: """
        job.yaml:7:11: error: 'auth' has either 'oauth' or 'api_key' [settings.shape]
            7 |     auth: {}
              |           ^~
          help: write { oauth: … } or { api_key: … }
        """)
    try await expect(
      #"auth: { api_key: "${env:KEY}", oauth: {} }"#,
      findings: #"""
        job.yaml:7:11: error: 'auth' has either 'oauth' or 'api_key' [settings.shape]
            7 |     auth: { api_key: "${env:KEY}", oauth: {} }
              |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write { oauth: … } or { api_key: … }
        """#)
    try await expect(
      "auth: secret-key",
      findings: """
        job.yaml:7:11: error: 'auth' is a mapping, found a value [settings.shape]
            7 |     auth: **********
              |           ^~~~~~~~~~
          help: write keys under it: oauth, api_key
        """)
    try await expect(
      "auth: { bearer: x }",
      findings: """
        job.yaml:7:13: error: 'bearer' is not a setting of 'auth' [settings.unknown]
            7 |     auth: { bearer: * }
              |             ^~~~~~
          help: use one of: oauth, api_key
        """)
  }

  @Test func secretsInTheFileAreRefusedWhereSomethingLeavesThisMachine() async throws {
    try await expect(
      "auth: { api_key: written-here }",
      findings: """
        job.yaml:7:22: error: a secret is written in the file [secret.literal]
            7 |     auth: { api_key: ************ }
              |                      ^~~~~~~~~~~~
          help: take it out: write ${file:/run/secrets/…} or ${env:…}
        """)
    try await expect(
      "auth: { oauth: { client_id: a, client_secret: written-here, refresh_token_file: ./t } }",
      findings: """
        job.yaml:7:51: error: a secret is written in the file [secret.literal]
            7 |     auth: { oauth: { client_id: a, client_secret: ************, refresh_token_file: *** } }
              |                                                   ^~~~~~~~~~~~
          help: take it out: write ${file:/run/secrets/…} or ${env:…}
        """)
    try await expect(
      "auth: { api_key: written-here }", environment: "http://127.0.0.1:8080", findings: "")
  }

  @Test func anAddressNeedsAnAddressForTokens() async throws {
    try await expect(
      Self.oauth, environment: "https://pleo.example.com",
      findings: """
        job.yaml:4:3: error: 'oauth' needs 'token_url' where 'environment' is an address [settings.conflict]
            4 |   pleo:
              |   ^~~~
          help: add token_url, such as https://auth.pleo.io/oauth/token
        """)
    try await expect(
      "auth:\n  oauth:\n    token_url: http://auth.example.com/t\n    client_id: sluice\n"
        + "    client_secret: ${env:CLIENT}\n    refresh_token_file: ./tokens",
      findings: """
        job.yaml:9:20: error: the token URL would send the token over a connection that anyone can read [source.address]
            9 |         token_url: *************************
              |                    ^~~~~~~~~~~~~~~~~~~~~~~~~
          help: write https://: http:// is only for this machine: localhost, 127.0.0.1, [::1]
        """)
  }

  @Test func noSinkWritesWhereTheTokensAre() async throws {
    let text = job(
      environment: "production", pleo: Self.oauth,
      routes: "  - sink: { sqlite: { path: ./tokens } }")
    let loaded = try await load(text, environment: Self.outside)
    #expect(
      loaded.findings.contains(
        "error: this sink would write where the job keeps its source's files [routes.claim]"))
  }

  @Test func whatIsMissingIsNamed() async throws {
    try await expect(
      "auth: { oauth: {} }",
      findings: """
        job.yaml:7:20: error: 'oauth' needs 'client_id' [settings.missing]
            7 |     auth: { oauth: {} }
              |                    ^~
          help: add 'client_id:'
        job.yaml:7:20: error: 'oauth' needs 'client_secret' [settings.missing]
            7 |     auth: { oauth: {} }
              |                    ^~
          help: add 'client_secret:'
        job.yaml:7:20: error: 'oauth' needs 'refresh_token_file' [settings.missing]
            7 |     auth: { oauth: {} }
              |                    ^~
          help: add 'refresh_token_file:'
        """)
    try await expect(
      #"auth: { api_key: "" }"#,
      findings: #"""
        job.yaml:7:22: error: the API key is empty [secret.form]
            7 |     auth: { api_key: "" }
              |                      ^~
          help: check the place that the API key comes from
        """#)
  }
}
