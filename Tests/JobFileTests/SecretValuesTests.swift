import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// A secret is refused where it would be shown in logs, and kept.
struct SecretValuesTests {
  /// A secret in a path or a name would be in every log, and in the ledger.
  @Test(arguments: [
    "run: { state: './${env:T}' }", "description: ${env:T}", "description: 'a ${env:T} b'",
    "description: ${env:SAME}",
    "run: { state: '/x/${param:p}' }\nparams: { p: { type: text, env: T } }",
  ])
  func aSecretInAnotherSettingIsRefused(line: String) async throws {
    let loaded = try await load(
      job(pleo: "token: ${env:T}", more: line),
      environment: ["T": "S3cr3tV4lue", "SAME": "xS3cr3tV4luex"])
    #expect(loaded.definition == nil)
    #expect(loaded.file.findings.map(\.id) == ["secret.elsewhere"])
    #expect(
      loaded.findings.contains("has the value of a secret in it [secret.elsewhere]"),
      "\(loaded.findings)")
    #expect(!loaded.findings.contains("S3cr3tV4lue"))
  }

  /// Only the whole value was compared: a part of a token, or a short one, was a job's name.
  @Test(arguments: [
    ("${env:A}-${env:B}", "description: ${env:A}"),
    ("${env:A}-${env:B}", "description: 'x-${env:B}'"),
    ("v1.${env:A}", "run: { state: './${env:A}' }"), ("${env:SHORT}", "description: ${env:SHORT}"),
  ])
  func aPartOfASecretInAnotherSettingIsRefused(token: String, line: String) async throws {
    let loaded = try await load(
      job(pleo: "token: \"\(token)\"", more: line),
      environment: ["A": "s3cr3tv4luea", "B": "t0ps3cr3tb0b", "SHORT": "tok3n99"])
    #expect(loaded.file.findings.map(\.id) == ["secret.elsewhere"], "\(loaded.findings)")
  }
}
