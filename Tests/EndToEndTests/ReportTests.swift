import ExportModel
import Foundation
import TestSupport
import Testing

/// The page about a job, in a real browser too.
@Suite(.timeLimit(.minutes(15)))
struct ReportTests {
  /// A status that nobody documents, and that would be markup if it were not put in as text.
  private static let strange = "<script>x</script>"

  @Test func thePageSaysWhatTheRunsDid() async throws {
    try await Self.site { site in
      let page = try await site.report()
      #expect(page.contains("<h1>Report of nightly</h1>"))
      #expect(page.contains("<b>5</b>items stored"))
      #expect(page.contains("<b>3</b>delivered, by all routes"))
      #expect(page.contains("<th scope=\"col\">pending</th>"))
      #expect(page.contains("&lt;script&gt;x&lt;/script&gt;"))
      #expect(page.contains("held for a decision"), "the status that nobody documents")
      #expect(page.contains("gave up on http://127.0.0.1:"), "why the second run failed")
    }
  }

  /// A status of the API became a part of the page.
  @Test func whatTheAPISaysIsTextAndNothingIsLoaded() async throws {
    try await Self.site { site in
      let page = try await site.report()
      #expect(!page.contains("<script"))
      #expect(!page.contains("src="))
      #expect(!page.contains("http-equiv=\"refresh\""))
      #expect(page.contains("default-src 'none'"))
    }
  }

  @Test func severalJobsHaveOnePage() async throws {
    try await Self.site { site in
      try site.write(
        "version: 1\njob: other\nsource: { pleo: { environment: sandbox, export_job: \(PleoJob.sampleID) } }\n"
          + "routes: [{ sink: { file_queue: { directory: ./other } } }]\n", to: "other.yaml")
      let ended = try await site.sluice.run("report", "job.yaml", "other.yaml", "--html")
      #expect(ended.exit == .code(0))
      #expect(ended.stdout.contains("<h1>Report of 2 jobs</h1>"))
      #expect(ended.stdout.contains("href=\"#job-2\">other</a>"))
      #expect(ended.stdout.contains("no run yet"))
    }
  }

  @Test func withoutItsFormNothingIsWritten() async throws {
    try await Self.site { site in
      let ended = try await site.sluice.run("report", "job.yaml")
      #expect(ended.exit == .code(64))
      #expect(ended.stdout == "")
      #expect(ended.stderr.contains("a report is written as HTML: add --html"))
    }
  }

  // MARK: In a browser

  @Test(arguments: [360, 768, 1280])
  func theBrowserHasNothingToComplainOfAtAnyWidth(width: Int) async throws {
    try await Self.site { site in
      let page = try await site.report()
      // A script looks at the page through a frame of that width; the page itself allows none.
      try site.write(
        page.replacing(" 'none'; style-src", with: " 'unsafe-inline'; style-src"), to: "page.html")
      try site.write(
        """
        <!DOCTYPE html><title>none</title><iframe id="f" src="page.html" width="\(width)" height="800"></iframe>
        <script>onload = () => {
          const page = f.contentDocument, problems = [];
          if (page.documentElement.scrollWidth > \(width)) problems.push("wider than " + \(width));
          for (const e of page.querySelectorAll("svg"))
            for (const a of ["aria-labelledby", "aria-describedby"])
              if (!page.getElementById(e.getAttribute(a))) problems.push("a chart without " + a);
          for (const e of page.querySelectorAll(".scroll"))
            if (e.tabIndex != 0 || !e.getAttribute("aria-label")) problems.push("a table that no key reaches");
          if (page.querySelectorAll("svg rect").length < 3) problems.push("no charts");
          const ids = [...page.querySelectorAll("[id]")].map(e => e.id);
          if (new Set(ids).size != ids.length) problems.push("an id twice");
          document.title = "looked: " + problems.join(", ");
        }</script>
        """, to: "frame.html")
      let ended = try await site.sluice.run(
        shell: """
          chromium --headless --no-sandbox --disable-gpu --allow-file-access-from-files \
            --user-data-dir=./browser --window-size=1400,900 --enable-logging=stderr --dump-dom frame.html
          """)
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      #expect(ended.stdout.contains("<title>looked: </title>"), "\(ended.stdout.prefix(300))")
      #expect(!ended.stderr.contains("CONSOLE"), "\(ended.stderr)")
    }
  }

  // MARK: A job with a history

  /// A job that was run twice: the first run delivered, the second could not reach the API.
  private static func site(_ body: (Site) async throws -> Void) async throws {
    var job = PleoJob(pending: 3)
    for (low, status) in [(1, "failed"), (2, strange)] {
      job.items.append(
        PleoJob.Item(
          entryID: EntryID(Identifier(high: 1, low: UInt64(low))),
          status: try #require(ItemStatus(status))))
    }
    try await Site.with(job, routes: [Routes.queue()]) { site in
      _ = try await site.run()
      site.pleo.answer { _ in .json(503, "{}") }
      _ = try await site.run()
      try await body(site)
    }
  }
}

extension Site {
  /// The page about `job.yaml`.
  fileprivate func report() async throws -> String {
    let ended = try await sluice.run("report", "job.yaml", "--html")
    try #require(ended.exit == .code(0), "\(ended.stderr)")
    return ended.stdout
  }
}
