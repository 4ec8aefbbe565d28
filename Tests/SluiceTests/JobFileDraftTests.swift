import ExportModel
import Foundation
import JobFile
import Predicates
import SinkKit
import TestSupport
import Testing

@testable import PleoSource
@testable import SluiceHost

/// The job file that `init` writes.
@Suite struct JobFileDraftTests {
  private static let kinds = compiledInPlugins.sinks.kinds.joined(separator: ", ")

  static let environments = [
    "production", "staging", "sandbox", "http://127.0.0.1:8080", "https://x.example",
  ]

  @Test(arguments: environments, compiledInPlugins.sinks.kinds)
  func itIsAcceptedForEachEnvironmentAndSink(environment: String, kind: String) throws {
    let draft = try JobFileDraft(
      job: "nightly", given: ["environment": environment], sinks: [kind], catalog: compiledInPlugins
    )
    let definition = try #require(try definition(of: draft.text, environment: Self.values))
    #expect(definition.name.text == "nightly")
    #expect(definition.routes.map(\.descriptor.kind) == [kind])
  }

  @Test func itIsAcceptedWithAllSinksAtOnce() throws {
    let draft = try JobFileDraft(
      job: "nightly", given: [:], sinks: compiledInPlugins.sinks.kinds, catalog: compiledInPlugins)
    let definition = try #require(try definition(of: draft.text))
    let names = compiledInPlugins.sinks.kinds.map { $0.replacing("_", with: "-") }
    #expect(definition.routes.map(\.name.text) == names)
  }

  @Test(arguments: environments)
  func itIsLaidOutAsFmtDoes(environment: String) async throws {
    let draft = try JobFileDraft(
      job: "nightly", given: ["environment": environment], sinks: compiledInPlugins.sinks.kinds,
      catalog: compiledInPlugins)
    try await withTemporaryFolder { folder in
      let path = "\(folder)/nightly.yaml"
      try draft.text.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try JobFileFormatter(catalog: compiledInPlugins).format(path).formatted == draft.text)
    }
  }

  @Test func whatIsCommentedOutIsAcceptedToo() throws {
    let draft = try JobFileDraft(
      job: "nightly", given: [:], sinks: ["sqlite"], catalog: compiledInPlugins)
    // A comment that is a setting: its key, a colon and a value.
    let text = draft.text.replacing(#/(?m)^( *)# ( *[a-z_]+:.*)$/#) { "\($0.1)\($0.2)" }
    let definition = try #require(try definition(of: text, environment: Self.values))
    #expect(
      (definition.source as? PleoSourceModule)?.configuration.credentials.secrets.first != nil)
    #expect(definition.routes.map(\.predicate.description) == [#"status == "pending""#])
  }

  @Test(arguments: [
    (
      ["Nightly", "sandbox", "${env:X}", "stdout"],
      "'Nightly' is not a name of a job: write at most 63 small letters, digits and dashes, a "
        + "letter first"
    ),
    (
      ["nightly", "prod", "${env:X}", "stdout"],
      "'prod' is not production, staging, sandbox or a base URL"
    ),
    (
      ["nightly", "sandbox", "8eb6", "stdout"],
      "'8eb6' is not a UUID, nor a value from outside such as ${env:PLEO_EXPORT_JOB}"
    ),
    (
      ["nightly", "sandbox", "${env:X}", "kafka"],
      "no sink of this build is called 'kafka'; it has \(Self.kinds)"
    ),
    (
      ["nightly", "sandbox", "${env:X}", "stdout,stdout"],
      "sink 'stdout' is given twice; add its second route by hand"
    ),
    (["nightly", "sandbox", "${env:X}", ""], "a job needs a sink: \(Self.kinds)"),
  ])
  func whatCannotBeInAJobFileIsRefused(answers: [String], message: String) {
    let refusal = #expect(throws: JobFileDraft.Refusal.self) {
      _ = try JobFileDraft(
        job: answers[0], given: ["environment": answers[1], "export_job": answers[2]],
        sinks: answers[3].split(separator: ",").map(String.init), catalog: compiledInPlugins)
    }
    #expect(refusal?.message == message)
  }

  @Test func aSettingThatTheSourceDoesNotHaveIsRefused() {
    let refusal = #expect(throws: JobFileDraft.Refusal.self) {
      _ = try JobFileDraft(
        job: "nightly", given: ["tempo": "1"], sinks: ["stdout"], catalog: compiledInPlugins)
    }
    #expect(refusal?.message == "source 'pleo' has no setting 'tempo'")
  }

  /// Each of them was written, and `check` refused the file.
  @Test(arguments: [
    (
      "${env:}",
      "'${env:}' does not name an environment variable; write ${env:NAME}, ${file:path} or "
        + "${param:name}, or $${ where a plain ${ is meant"
    ),
    (
      "${foo:A}",
      "'${foo:A}' is not a reference; write ${env:NAME}, ${file:path} or ${param:name}, or "
        + "$${ where a plain ${ is meant"
    ),
    // Only the first reference was looked at.
    ("${env:A}${param:x}", "parameter 'x' is not declared; write ${env:NAME} or ${file:path}"),
    ("${param:x}", "parameter 'x' is not declared; write ${env:NAME} or ${file:path}"),
    ("${env:PLEO_TOKEN}", "'${env:PLEO_TOKEN}' is already used for 'token'"),
    (
      "${env:A:-nope}",
      "'nope' is not a UUID, nor a value from outside such as ${env:PLEO_EXPORT_JOB}"
    ),
  ])
  func aReferenceThatTheFileCannotFollowIsRefused(text: String, message: String) {
    let refusal = #expect(throws: JobFileDraft.Refusal.self) {
      _ = try JobFileDraft(
        job: "nightly", given: ["export_job": text], sinks: ["stdout"], catalog: compiledInPlugins)
    }
    #expect(refusal?.message == message)
  }

  @Test(arguments: [
    (
      "http://x.example",
      "environment 'http://x.example': the base URL would send the token over a connection that "
        + "anyone can read; write https://: http:// is only for this machine: localhost, 127.0.0.1, [::1]"
    ),
    (
      "https://",
      "environment 'https://': the base URL has no host or a wrong port; write an address such as "
        + "https://export.example.com"
    ),
  ])
  func aRefusedAddressIsNamedWithWhatToWrite(text: String, message: String) {
    let refusal = #expect(throws: JobFileDraft.Refusal.self) {
      _ = try JobFileDraft(
        job: "nightly", given: ["environment": text], sinks: ["stdout"], catalog: compiledInPlugins)
    }
    #expect(refusal?.message == message)
  }

  @Test(arguments: ["true", "null", "y"])
  func aNameThatIsSomethingElseElsewhereIsWrittenInQuotes(name: String) throws {
    let draft = try JobFileDraft(
      job: name, given: [:], sinks: ["stdout"], catalog: compiledInPlugins)
    #expect(try definition(of: draft.text)?.name.text == name)
  }

  @Test(arguments: [
    ("sandbox", "8eb648ab-464b-42a0-ba17-eda703657e33"), ("staging", "${env:PLEO_EXPORT_JOB}"),
    ("http://127.0.0.1:8080", "${env:PLEO_EXPORT_JOB}"),
  ])
  func onlyTheExampleHasTheExportJobOfTheExample(environment: String, job: String) throws {
    let draft = try JobFileDraft(
      job: "nightly", given: ["environment": environment], sinks: ["stdout"],
      catalog: compiledInPlugins)
    #expect(draft.text.contains("export_job: \(job)\n"))
  }

  private static let values = [
    "PLEO_EXPORT_JOB": "8eb648ab-464b-42a0-ba17-eda703657e33", "PLEO_TOKEN": "t0ken-of-tests",
  ]
}
