import ExportEngine
import ExportModel

/// The figures of a run for a monitor, in Prometheus' text format
/// (<https://prometheus.io/docs/instrumenting/exposition_formats/>); a run of several export jobs has their sums.
struct RunMetrics {
  private let job: Name
  private let run: RunID
  private let startedAt: Int64
  private var endedAt: Int64 = 0
  private var statuses: [ExitStatus] = []
  private var summaries: [RunSummary] = []
  private var owedElsewhere = 0
  /// What the file had before the run: one that failed does not know when the last one succeeded, and one that never
  /// began does not know what is owed.
  var before: String?

  init(job: Name, run: RunID, startedAt: Int64) {
    self.job = job
    self.run = run
    self.startedAt = startedAt
  }

  /// Adds how the run ended for one of its export jobs, or as a whole.
  mutating func add(_ ending: RunEnding, at time: Int64) {
    endedAt = time
    statuses.append(ending.status)
    owedElsewhere += ending.owedElsewhere
    if let summary = ending.summary { summaries.append(summary) }
  }

  /// The text.
  var text: String {
    let kept = Samples(before ?? "")
    let status = ExitStatus.combined(statuses)
    var samples: [(family: Family, labels: String, value: String)] = []
    func add(_ family: Family, _ labels: String = "", _ value: String) {
      samples.append((family, "{job=\"\(job)\"\(labels)}", value))
    }
    add(.info, ",run=\"\(run)\"", "1")
    add(.start, "", Self.seconds(startedAt))
    add(.end, "", Self.seconds(endedAt))
    add(.exitCode, "", "\(status.rawValue)")
    if status == .done {
      add(.success, "", Self.seconds(endedAt))
    } else {
      samples += kept.samples(of: [.success])
    }
    guard !summaries.isEmpty || status == .done else {
      samples += kept.samples(of: Family.figures)
      return Self.text(samples)
    }
    add(.read, "", "\(summaries.reduce(0) { $0 + $1.read })")
    add(.stored, "", "\(summaries.reduce(0) { $0 + $1.storedNew })")
    add(.held, "", "\(summaries.reduce(0) { $0 + $1.held })")
    add(.owedElsewhere, "", "\(owedElsewhere)")
    for (name, routes) in Dictionary(grouping: summaries.flatMap(\.routes), by: \.name)
      .sorted(by: { $0.key < $1.key })
    {
      let label = ",route=\"\(name)\""
      add(.delivered, label, "\(routes.reduce(0) { $0 + $1.delivered })")
      add(.owed, label, "\(routes.reduce(0) { $0 + $1.owed })")
      add(.rejected, label, "\(routes.reduce(0) { $0 + $1.rejected + $1.rejectedBefore })")
    }
    return Self.text(samples)
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let digits = "\(rest)"
    return "\(seconds).\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
  }

  private static func text(_ samples: [(family: Family, labels: String, value: String)]) -> String {
    Family.allCases.map { family in
      let own = samples.filter { $0.family == family }
      guard !own.isEmpty else { return "" }
      return "# HELP \(family.rawValue) \(family.help)\n# TYPE \(family.rawValue) gauge\n"
        + own.map { "\(family.rawValue)\($0.labels) \($0.value)\n" }.joined()
    }.joined()
  }
}

extension RunMetrics {
  /// What is measured; all are gauges, because each run begins anew.
  fileprivate enum Family: String, CaseIterable {
    case info = "sluice_run_info"
    case start = "sluice_run_start_timestamp_seconds"
    case end = "sluice_run_end_timestamp_seconds"
    case success = "sluice_run_success_timestamp_seconds"
    case exitCode = "sluice_run_exit_code"
    case read = "sluice_run_read_items"
    case stored = "sluice_run_stored_items"
    case delivered = "sluice_run_delivered_items"
    case owed = "sluice_owed_items"
    case rejected = "sluice_rejected_items"
    case held = "sluice_held_items"
    case owedElsewhere = "sluice_owed_elsewhere_items"

    /// What is only known once a run has come to an export job.
    static let figures: [Family] = [
      .read, .stored, .delivered, .owed, .rejected, .held, .owedElsewhere,
    ]

    var help: String {
      switch self {
      case .info: "The name of the last run, as in its log and its receipts."
      case .start: "When the last run began."
      case .end: "When the last run ended."
      case .success: "When a run last ended with exit code 0."
      case .exitCode: "The exit code of the last run."
      case .read: "Items that the last run retrieved."
      case .stored: "Items that were new in the last run."
      case .delivered: "Items that the last run delivered, by route."
      case .owed: "Items that a route owes: its sink should have them, and does not."
      case .rejected:
        "Items that a route's sink will never take, and that no person has decided on."
      case .held: "Items that a person must decide on."
      case .owedElsewhere: "Items that are owed of other export jobs than those of the last run."
      }
    }
  }

  /// The samples of a file that an earlier run wrote.
  private struct Samples {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") } }

    func samples(of families: [Family]) -> [(family: Family, labels: String, value: String)] {
      lines.compactMap { line in
        guard let brace = line.firstIndex(of: "{"),
          let family = Family(rawValue: String(line[..<brace])), families.contains(family),
          let space = line.lastIndex(of: " ")
        else { return nil }
        return (family, String(line[brace..<space]), String(line[line.index(after: space)...]))
      }
    }
  }
}
