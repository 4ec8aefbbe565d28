import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// What is no secret stays readable, so that a person sees what to correct.
struct ReadableMaskTests {
  /// What is a key and what a value was guessed, and each guess had a text that it was wrong about.
  @Test func ofALineThatCannotBeParsedOnlyWordsOfTheLanguageAreShown() async throws {
    let loaded = try await load(
      job(head: #"version: 1\#njob: x\#ndescription: "Kosten: C:\Users\x""#))
    #expect(
      loaded.findings == #"""
        job.yaml:3:27: error: an escape lacks hexadecimal digits [yaml.syntax]
            3 | description: "******: *:\*******"
              |                           ^~~~~~~
          help: for a backslash write '\\', or use single quotes; else give '\x' two digits, '\u' four and '\U' eight
        """#)
  }

  @Test func theWordsOfTheLanguageStayReadableInAFileThatIsNotYAML() async throws {
    let loaded = try await load(
      """
      source: { pleo: { token: "${env:PLEO_TOKEN}", rate: 1/s } }
      app_key: ${file:/run/secrets/key} # a note
      job: [nightly
      """)
    #expect(
      loaded.file.text == """
        source: { pleo: { token: "${env:**********}", rate: *** } }
        *******: ${file:*run************} # * ****
        job: [*******
        """)
  }

  @Test func referencesBeneathSuchAKeyStayReadable() async throws {
    let loaded = try await load(job(pleo: "token: ${env:PLEO_TOKEN}"))
    #expect(loaded.findings.contains("token: ${env:PLEO_TOKEN}"))
    #expect(loaded.findings.contains("environment variable 'PLEO_TOKEN' is not set"))
  }

  /// Comments were stars, which looked as if the file was broken.
  @Test func aCommentIsCut() async throws {
    let loaded = try await load(job(pleo: "page_size: x  # as many as fit\nrate: y #z"))
    #expect(loaded.findings.contains("page_size: x  # \u{2026}\n"), "\(loaded.findings)")
    #expect(loaded.findings.contains("rate: y #\u{2026}\n"), "\(loaded.findings)")
  }

  /// A letter too few in `file_queue` hid all of its settings.
  @Test func aSectionWithAMistypedKeyStaysReadable() async throws {
    let text = job(
      routes: "  - sink: { file_que: { directory: ./queue } }",
      more: "recovry: { process: [failed] }")
    #expect(try await load(text).file.text == text)
    try await expectHidden(job(routes: "  - sink: { sqlit: { path: ./x, pwd: S3cr3tV4lue } }"))
  }

  /// Everything under a mistyped key was stars, which helped nobody.
  @Test func aWordOfTheLanguageAndAShortTextStayReadableUnderAnUnknownKey() async throws {
    let lines = ["pagesize: 100", "env: sandbox", "retries: { attempts: 3, wait: 10s }"]
    let text = job(pleo: lines.joined(separator: "\n"))
    #expect(try await load(text).file.text == text)
  }

  /// `author` has `auth` in it, and the whole condition was stars, words of the message too.
  @Test func aConditionIsHiddenOnlyWhereItSpeaksOfASecret() async throws {
    let loaded = try await load(
      job(routes: "  - { when: 'author == \"bob\"', sink: { stdout: {} } }"))
    #expect(loaded.findings.contains("'author' is not a field of an item"), "\(loaded.findings)")
    #expect(loaded.findings.contains("when: 'author == \"bob\"'"), "\(loaded.findings)")
  }

  @Test func theWordsOfTheLanguageStayReadableInAMessage() async throws {
    let loaded = try await load(job(more: "order: key=entry_id"))
    #expect(
      loaded.findings == """
        job.yaml:9:8: error: '************' is not one of entry_id, transaction_date, source [settings.choice]
            9 | order: ************
              |        ^~~~~~~~~~~~
          help: did you mean 'entry_id'?
        """)
  }

  /// All 16,000 characters of a value were in its message.
  @Test func aVeryLongValueIsShortenedInItsMessage() async throws {
    let loaded = try await load(job(pleo: "page_size: \(String(repeating: "ab", count: 10_000))"))
    #expect(
      loaded.findings.contains(
        "'\(String(repeating: "ab", count: 250))\u{2026}' is not a whole number"),
      "\(loaded.findings.prefix(900))")
  }

  /// A person who forgets `env:` needs to see the name, and so does one who writes names in camel case.
  @Test(arguments: [
    "${PLEO_TOKEN}", "${env PLEO_TOKEN}", "${env:PleoToken2}", "${env:PLEOTOKENPRODUCTION}",
    "${env:pleo-token}", "${en:PLEO_TOKEN}",
    "${file:/run/secrets/pleo-token-2024x1}", "${file:/run/secrets/pleo_token}",
  ])
  func aReferenceThatIsWrongStaysReadable(reference: String) async throws {
    let loaded = try await load(job(environment: "production", pleo: "token: \(reference)"))
    #expect(loaded.findings.contains("token: \(reference)\n"), "\(loaded.findings)")
  }

  @Test(arguments: [
    "8eb648ab-464b-42a0-ba17-eda703657e33", "/var/lib/sluice/2026-11-29/nightly-export.sqlite",
    "a-rather-long-name-of-a-job-number-12", "https://external.staging.pleo.io:8443/v3",
    "PLEO_EXPORT_TOKEN_2", "8eb648ab-464b-42a0-ba17-eda703657e3",
  ])
  func whatIsNoCredentialStaysReadable(text: String) async throws {
    let loaded = try await load(job(pleo: "page_size: '\(text)'"))
    #expect(loaded.findings.contains("'\(text)' is not a whole number"), "\(loaded.findings)")
  }

  /// Every letter that was in it was hidden, and so told which they are.
  @Test func aTextTooShortForATokenHidesNothing() async throws {
    let loaded = try await load(job(pleo: "token: ${env:T}"), environment: ["T": "e"])
    #expect(
      loaded.findings.contains("the token is too short to be one: it has fewer than 5 characters"))
    #expect(loaded.findings.contains("token: ${env:T}"))
  }
}
