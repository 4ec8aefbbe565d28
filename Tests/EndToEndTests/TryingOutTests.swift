import ExportModel
import Foundation
import TestSupport
import Testing

/// `check --live`, `test` and `init`: trying a job out.
@Suite(.timeLimit(.minutes(15)))
struct TryingOutTests {
  @Test func aLiveCheckAsksForTheJobAndCreatesNothing() async throws {
    let job = PleoJob(of: 7)
    try await Site.with(job, routes: [Routes.queue(), Routes.books()]) { site in
      let ended = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(
        ended.lines.suffix(2) == [
          "  the export job is in_progress, with 7 items",
          "  the places of the sinks and of the state can be used",
        ])
      #expect(site.pleo.asked.map(\.thing) == [.job])
      #expect(try site.files() == ["job.yaml"])
    }
  }

  @Test func aLiveCheckTellsEverythingThatWouldBeInTheWay() async throws {
    try await Site.with(
      PleoJob(of: 7),
      routes: [
        "- { name: books, sink: { sqlite: { path: ./no/export.sqlite } } }",
        "- { name: queue, sink: { file_queue: { directory: ./job.yaml/queue } } }",
      ]
    ) { site in
      site.pleo.answer { _ in .json(401, #"{"type":"unauthorized"}"#) }
      let ended = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(ended.exit == .code(74), "of several, the disk most needs a person")
      let errors = ended.notes.filter { $0.contains("error: ") }
      #expect(errors.count == 3)
      #expect(errors.first?.hasSuffix(" [live.source]") == true)
      #expect(
        errors.dropFirst() == [
          "job.yaml:10:28: error: route 'books': database \(site.folder)/no/export.sqlite: its "
            + "folder does not exist [live.sink]",
          "job.yaml:11:28: error: route 'queue': file queue \(site.folder)/job.yaml/queue: cannot "
            + "open \(site.folder)/job.yaml/queue: Not a directory [live.sink]",
        ])
      #expect(try site.files() == ["job.yaml"])
    }
  }

  @Test func theTestsInAFileAskNobodyAndTouchNothing() async throws {
    try await Site.with(PleoJob(of: 7)) { site in
      try site.writeJobFile(
        source: ["export_job: ${env:NOT_SET}"], routes: [Routes.queue()],
        rest: """
          tests:
            - name: good
              pages: [ { items: [ { entry_id: a, status: pending } ] } ]
              expect: { queue: [ a ] }
            - name: bad
              pages: good
              crash: after storing
              expect: { queue: [] }
          """)
      let ended = try await site.sluice.run("test", "job.yaml")
      #expect(ended.exit == .code(65))
      #expect(
        ended.lines == [
          "job.yaml:12: ok: good", "job.yaml:15: failed: bad",
          "  queue received [a], expected []", "job.yaml: 2 tests, 1 failed",
        ])
      #expect(site.pleo.asked.isEmpty)
      #expect(try site.files() == ["job.yaml"])
    }
  }

  @Test func aFileWithoutTestsSaysThatItHasNone() async throws {
    try await Site.with(PleoJob()) { site in
      let ended = try await site.sluice.run("test", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(ended.lines == ["job.yaml: no tests; the file has none under 'tests'"])
    }
  }

  @Test func anInitialFileForAFolderThatIsNotThereIsRefused() async throws {
    try await Site.with(PleoJob()) { site in
      let ended = try await site.sluice.run("init", "--output", "no/such.yaml")
      #expect(ended.exit == .code(64))
      #expect(
        ended.notes.first == "Error: cannot write 'no/such.yaml': its folder does not exist")
      #expect(try site.files() == ["job.yaml"])
    }
  }

  @Test func anInitialFileIsCheckedAndNeverWrittenOverAnother() async throws {
    try await Site.with(PleoJob()) { site in
      let first = try await site.sluice.run("init", "--job", "mine", "--sink", "file_queue")
      #expect(first.exit == .code(0))
      #expect(first.lines == ["wrote mine.yaml; next: sluice check mine.yaml"])
      #expect(try await site.sluice.run("check", "mine.yaml").exit == .code(0))
      let text = try String(contentsOfFile: "\(site.folder)/mine.yaml", encoding: .utf8)
      let again = try await site.sluice.run("init", "--job", "mine", "--sink", "stdout")
      #expect(again.exit == .code(64))
      #expect(again.stderr.contains("'mine.yaml' exists already; name another file with --output"))
      #expect(try String(contentsOfFile: "\(site.folder)/mine.yaml", encoding: .utf8) == text)
    }
  }
}
