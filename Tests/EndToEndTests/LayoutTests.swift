import Foundation
import TestSupport
import Testing

/// `fmt`, `schema` and `check --show-defaults`.
@Suite(.timeLimit(.minutes(15)))
struct LayoutTests {
  private static let untidy = """
    job: nightly   # its name
    version: 1
    routes:
    - sink: { stdout: {} }
    source:
        pleo: { export_job: \(PleoJob.sampleID), environment: sandbox }

    """

  private static let tidy = """
    version: 1
    job: nightly   # its name
    source:
      pleo: { environment: sandbox, export_job: \(PleoJob.sampleID) }
    routes:
      - sink: { stdout: {} }

    """

  private func write(_ text: String, in folder: String) throws {
    try text.write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
  }

  private func text(in folder: String) throws -> String {
    try String(contentsOfFile: "\(folder)/job.yaml", encoding: .utf8)
  }

  @Test func aFileIsLaidOutAnewOnceAndKeepsItsPermissions() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.untidy, in: folder)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o640], ofItemAtPath: "\(folder)/job.yaml")
      let first = try await Sluice(folder: folder).run("fmt", "job.yaml")
      #expect(first.exit == .code(0))
      #expect(first.stdout == "job.yaml: laid out\n")
      #expect(try text(in: folder) == Self.tidy)
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/job.yaml")
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["job.yaml"])
      let second = try await Sluice(folder: folder).run("fmt", "job.yaml")
      #expect(second.stdout.isEmpty)
    }
  }

  @Test func aSymbolicLinkStaysOne() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.untidy, in: folder)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link.yaml", withDestinationPath: "job.yaml")
      #expect(try await Sluice(folder: folder).run("fmt", "link.yaml").exit == .code(0))
      #expect(try text(in: folder) == Self.tidy)
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link.yaml")
          == "job.yaml")
    }
  }

  @Test func aCheckWritesNothingAndSaysWhatWouldChange() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.untidy, in: folder)
      let ended = try await Sluice(folder: folder).run("fmt", "--check", "job.yaml")
      #expect(ended.exit == .code(65))
      #expect(ended.stdout == "job.yaml: would be changed\n")
      #expect(try text(in: folder) == Self.untidy)
      try write(Self.tidy, in: folder)
      #expect(try await Sluice(folder: folder).run("fmt", "--check", "job.yaml").exit == .code(0))
    }
  }

  @Test func whatCannotBeKeptIsLeftAloneAndToldWithItsPlace() async throws {
    try await withTemporaryFolder { folder in
      let text = "? version\n: 1\n"
      try write(text, in: folder)
      let ended = try await Sluice(folder: folder).run("fmt", "job.yaml")
      #expect(ended.exit == .code(65))
      #expect(
        ended.stderr == """
          job.yaml:1:1: error: fmt cannot keep a key with a '?' before it [format.unsafe]
              1 | ? version
                | ^
            help: the file stays as it is: write this part the plain way, or lay it out by hand

          """)
      #expect(try self.text(in: folder) == text)
    }
  }

  @Test func theSchemaIsPrintedAsItIsKept() async throws {
    let ended = try await Sluice(folder: "/").run("schema")
    #expect(ended.exit == .code(0))
    let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "config/job.schema.json")
    let isTheSame = try ended.stdout == String(contentsOf: kept, encoding: .utf8)
    #expect(isTheSame, "run 'make reference'")
  }

  @Test func theDefaultsAreShownAndTheTokenIsNot() async throws {
    try await withTemporaryFolder { folder in
      try write(
        """
        version: 1
        job: nightly
        x-retry: &retry { attempts: 3 }
        params: { token: { type: text, default: hidden-default-token } }
        source:
          pleo:
            environment: http://localhost:1
            export_job: ${env:JOB}
            token: ${env:TOKEN}-${param:token}
            retry: { <<: *retry, cap: 5s }
        routes:
          - sink: { stdout: {} }

        """, in: folder)
      var sluice = Sluice(folder: folder)
      sluice.environment = ["TOKEN": "hidden-token", "JOB": "\(PleoJob.sampleID)"]
      let ended = try await sluice.run("check", "--show-defaults", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(
        ended.stdout == """
          version: 1
          job: nightly
          params:
            token:
              type: text
              default: ‹secret›
          source:
            pleo:
              environment: http://localhost:1
              export_job: ${env:JOB}
              token: ‹secret›
              accounting_data: none
              page_size: 100
              pages: cursor
              rate: 500/min
              timeout: 30s
              retry:
                attempts: 3
                base: 500ms
                cap: 5s
                give_up_after: 15m
              completeness: strict
          recovery:
            process: [pending]
            in_progress: skip
            unknown_status: hold
            finished: hold
            delivered_before: deliver
            missing_data: hold
          order: entry_id
          routes:
            - name: stdout
              when: true
              sink:
                stdout:
                  format: jsonl
              batch: 1000
          unmatched: hold
          failure:
            sink_retry:
              attempts: 5
              base: 200ms
              cap: 10s
          run:
            state: .sluice/nightly
            access: owner
            shutdown_grace: 30s
            when_busy: fail
          observe:
            log:
              format: auto
              level: info

          """)
      #expect(!ended.stderr.contains("hidden"))
    }
  }
}
