import ExportEngine
import ExportModel

/// A page about jobs that needs nothing but itself: no script, no other file, no network.
struct ReportPage {
  let jobs: [JobReport]
  /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
  let now: Int64

  var html: HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(title)</title>
    <style>\(HTML(stringLiteral: ReportStyle.sheet))</style>
    </head>
    <body>
    <main>
    <h1>\(title)</h1>
    <p class="faint">By the ledgers, at \(Self.time(now)). Made by sluice \(Version.text).</p>
    \(contents)
    \(HTML.joined(jobs.enumerated().map { section($1, number: $0 + 1) }))
    </main>
    </body>
    </html>
    """
  }

  private var title: String {
    jobs.count == 1 ? "Report of \(jobs[0].status.job)" : "Report of \(jobs.count) jobs"
  }

  private var contents: HTML {
    guard jobs.count > 1 else { return "" }
    let entries = jobs.enumerated().map { index, job -> HTML in
      "<li><a href=\"#job-\(index + 1)\">\(job.status.job)</a>: \(job.status.verdict.text)</li>"
    }
    return "<nav aria-label=\"Jobs\"><ul>\(HTML.joined(entries))</ul></nav>"
  }

  private func section(_ job: JobReport, number: Int) -> HTML {
    """
    <section id="job-\(number)" aria-labelledby="job-\(number)-name">
    <h2 id="job-\(number)-name">\(job.status.job)</h2>
    \(job.description.map { "<p>\($0)</p>" as HTML } ?? "")
    <p class="verdict \(Self.looks(of: job))">\(job.status.verdict.text)</p>
    \(figures(job))
    \(HTML.joined(charts(job, number: number).map(\.html)))
    \(routes(job))
    \(attention(job))
    \(runs(job))
    \(exportJobs(job))
    </section>
    """
  }

  /// How a verdict looks; its words say the same.
  private static func looks(of job: JobReport) -> HTML {
    switch job.status.verdict.status {
    case .done: "good"
    case .unfinished: "open"
    default: "bad"
    }
  }

  private func figures(_ job: JobReport) -> HTML {
    let owed = job.routes.reduce(0) { $0 + $1.outstanding + $1.held }
    let last = job.runs.first.map { "\(Self.time($0.startedAt)), \(Self.words(of: $0.ending))" }
    let figures: [(String, String)] = [
      ("\(job.statuses.values.reduce(0, +))", "items stored"),
      ("\(job.routes.reduce(0) { $0 + $1.delivered })", "delivered, by all routes"),
      ("\(owed)", "owed"),
      ("\(job.routes.reduce(0) { $0 + $1.rejected })", "rejected"),
      ("\(job.exportJobs.count)", "export jobs"),
      ("\(job.runs.count)", last.map { "runs; the last \($0)" } ?? "runs"),
    ]
    let entries = figures.map { "<li><b>\($0)</b>\($1)</li>" as HTML }
    return "<ul class=\"figures\">\(HTML.joined(entries))</ul>"
  }

  // MARK: Charts

  private func charts(_ job: JobReport, number: Int) -> [ReportChart] {
    [
      statusChart(job, id: "job-\(number)-statuses"), deliveryChart(job, id: "job-\(number)-runs"),
      paceChart(job, id: "job-\(number)-pace"),
    ].compactMap(\.self)
  }

  private func statusChart(_ job: JobReport, id: String) -> ReportChart? {
    let points = Self.sampled(job.timeline)
    guard let first = points.first?.time else { return nil }
    let all = Set(points.flatMap(\.counts.keys))
    let statuses =
      ItemStatus.known.filter(all.contains)
      + all.filter { !$0.isKnown }.sorted { $0.name < $1.name }
    let span = Double(max(now - first, 1))
    return ReportChart(
      id: id, title: "Items by status", form: .steps,
      series: statuses.map { ($0.name, Self.color(of: $0)) },
      columns: points.map { point in
        ReportChart.Column(
          label: Self.time(point.time), values: statuses.map { Double(point.counts[$0] ?? 0) })
      }, positions: points.map { Double($0.time - first) / span },
      endLabel: Self.time(now))
  }

  private static func color(of status: ItemStatus) -> Int {
    switch status {
    case .pending: 2
    case .inProgress: 1
    case .successful: 3
    case .failed: 4
    case .abandoned: 6
    default: 5
    }
  }

  private func deliveryChart(_ job: JobReport, id: String) -> ReportChart? {
    let runs = Array(job.runs.prefix(60).reversed())
    guard !runs.isEmpty else { return nil }
    var names: [Name] = []
    for name in runs.flatMap({ $0.receipt?.routes.map(\.name) ?? [] }) where !names.contains(name) {
      names.append(name)
    }
    return ReportChart(
      id: id, title: "Items delivered by each run", form: .bars,
      series: names.enumerated().map { ("\($1)", $0 % ReportStyle.light.series.count + 1) },
      columns: runs.map { run in
        ReportChart.Column(
          label: Self.time(run.startedAt),
          values: names.map { name in
            Double(run.receipt?.routes.first { $0.name == name }?.written ?? 0)
          }, isMarked: run.isInTrouble)
      }, mark: "a run that did not come to a good end")
  }

  private func paceChart(_ job: JobReport, id: String) -> ReportChart? {
    let receipts = job.runs.compactMap(\.receipt).filter { $0.read > 0 }.prefix(60).reversed()
    guard !receipts.isEmpty else { return nil }
    return ReportChart(
      id: id, title: "Items retrieved a second", form: .bars, series: [("items a second", 1)],
      columns: receipts.map { receipt in
        ReportChart.Column(
          label: Self.time(receipt.startedAt),
          values: [(Double(receipt.read) / max(receipt.duration.seconds, 0.001)).rounded()])
      })
  }

  /// At most 300 moments, the last one among them.
  private static func sampled(_ points: [StatusCounts]) -> [StatusCounts] {
    let step = max(1, (points.count + 299) / 300)
    return points.enumerated().filter {
      ($0.offset + 1) % step == 0 || $0.offset == points.count - 1
    }
    .map(\.element)
  }

  // MARK: Tables

  private func routes(_ job: JobReport) -> HTML {
    Self.table(
      "Routes, of all export jobs",
      ["route", "sink", "delivered", "outstanding", "held", "rejected", "skipped", "settled"],
      numbers: 2..<8,
      rows: job.routes.map { route in
        let counts = [
          route.delivered, route.outstanding, route.held, route.rejected, route.skipped,
          route.settled,
        ]
        return (
          ["\(route.name)", route.kind ?? "not in the job file"] + counts.map(String.init),
          route.held + route.rejected > 0
        )
      })
  }

  private func attention(_ job: JobReport) -> HTML {
    guard job.attentionCount > 0 else { return "" }
    let hidden = job.attentionCount - job.attention.count
    let more: HTML =
      hidden > 0
      ? "<p class=\"faint\">And \(hidden) more: <code>sluice items FILE --held --owed --rejected</code></p>"
      : ""
    let table = Self.table(
      "Items that are owed, held or rejected", ["entry", "status", "route", "why", "export job"],
      rows: job.attention.map { line in
        (["\(line.entryID)", line.status, line.route, line.why, "\(line.exportJob)"], false)
      })
    return HTML.joined([table, more])
  }

  private func runs(_ job: JobReport) -> HTML {
    Self.table(
      "Runs, the newest first",
      [
        "began", "ended", "read", "new", "delivered", "held", "seconds", "export job", "run",
        "failure",
      ],
      numbers: 2..<7, empty: "no run yet",
      rows: job.runs.map { run in
        let receipt = run.receipt
        let delivered = receipt.map { $0.routes.reduce(0) { $0 + $1.written } }
        let figures = [
          receipt?.read, receipt?.storedNew, delivered, receipt?.held,
        ].map { $0.map(String.init) ?? "" }
        return (
          [Self.time(run.startedAt), Self.words(of: run.ending)] + figures
            + [
              receipt.map { "\($0.duration.seconds)" } ?? "", run.jobID.map { "\($0)" } ?? "",
              run.id.map { "\($0)" } ?? "", run.failure ?? "",
            ], run.isInTrouble
        )
      })
  }

  private func exportJobs(_ job: JobReport) -> HTML {
    guard job.exportJobs.count > 1 else { return "" }
    return Self.table(
      "Export jobs, the newest first",
      ["export job", "items", "owed", "held", "rejected", "ended as"], numbers: 1..<5,
      rows: job.exportJobs.prefix(200).map { line in
        (
          [
            "\(line.id)", "\(line.items)", "\(line.owed)", "\(line.held)", "\(line.rejected)",
            line.ended ?? "",
          ], line.held + line.rejected > 0
        )
      })
  }

  /// - Parameters:
  ///   - numbers: the columns of numbers.
  ///   - rows: the cells of each, and whether something is wrong with it.
  private static func table(
    _ caption: String, _ heads: [String], numbers: Range<Int> = 0..<0, empty: String = "none",
    rows: [(cells: [String], isBad: Bool)]
  ) -> HTML {
    let head = heads.enumerated().map { index, text -> HTML in
      "<th scope=\"col\" class=\"\(numbers.contains(index) ? "number" : "")\">\(text)</th>"
    }
    let body = rows.map { row -> HTML in
      let cells = row.cells.enumerated().map { index, text -> HTML in
        "<td class=\"\(numbers.contains(index) ? "number" : text.count > 60 ? "wide" : "")\">\(text)</td>"
      }
      return "<tr class=\"\(row.isBad ? "bad" : "")\">\(HTML.joined(cells))</tr>"
    }
    let none: [HTML] = rows.isEmpty ? ["<tr><td colspan=\"\(heads.count)\">\(empty)</td></tr>"] : []
    return """
      <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
      <table><caption>\(caption)</caption>
      <thead><tr>\(HTML.joined(head))</tr></thead>
      <tbody>\(HTML.joined(body + none))</tbody></table></div>
      """
  }

  // MARK: Words

  private static func time(_ milliseconds: Int64) -> String {
    let text = SystemClock.text(ofMilliseconds: milliseconds)
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
  }

  private static func words(of ending: RunReceipt.Ending?) -> String {
    ending.map { $0.rawValue.replacing("_", with: " ") } ?? "not ended"
  }
}

extension RecordedRun {
  /// Whether it did not come to a good end.
  fileprivate var isInTrouble: Bool { failure != nil || ![.done, .jobFinished].contains(ending) }
}
