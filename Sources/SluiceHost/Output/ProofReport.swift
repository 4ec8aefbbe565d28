import CrashPoints
import Diagnostics
import JobFile
import JobProving
import SinkKit

/// What a proof has found: a table for a person, and the same for a machine.
struct ProofReport: Encodable {
  struct Point: Encodable {
    let name: String
    let meaning: String
  }

  struct Row: Encodable {
    struct Route: Encodable {
      let name: String
      let lost: Int
      let doubled: Int
      /// Items that came again, as the sink says they may.
      let repeated: Int
      let foreign: Int
      let outOfOrder: Bool
      /// Whether nothing says that the set is whole, or it says another number of items.
      let wrongOfWhole: Bool

      enum CodingKeys: String, CodingKey {
        case name, lost, doubled, repeated, foreign
        case outOfOrder = "out_of_order"
        case wrongOfWhole = "wrong_of_whole"
      }
    }

    let point: String
    let kills: Int
    let routes: [Route]
  }

  struct Failure: Encodable {
    let history: String
    let problems: [String]
  }

  let job: String
  let histories: Int
  let runs: Int
  let kills: Int
  let seconds: Double
  let rows: [Row]
  let failures: [Failure]

  /// What is wrong or not shown.
  var findings: [FlatFinding] = []
  private var heads: [String] = []

  enum CodingKeys: String, CodingKey { case job, histories, runs, kills, seconds, rows, failures }

  /// - Parameter isWhole: whether every history was tried, so that each point must have been passed.
  init(_ definition: JobDefinition, _ result: ProofResult, seconds: Double, isWhole: Bool) {
    job = "\(definition.name)"
    (histories, runs, kills) = (result.histories, result.runs, result.kills)
    self.seconds = seconds
    rows = result.rows.filter { isWhole || $0.kills > 0 }.map { Row($0) }
    failures = result.failures.map { Failure(history: "\($0.history)", problems: $0.problems) }
    let watched = definition.forRehearsal().routes.filter(\.sink.isReadBack)
    heads = watched.map { "\($0.name) (\($0.descriptor.kind))" }
    for failure in failures {
      findings.append(
        FlatFinding(
          id: .proofFailed, "\(failure.problems.joined(separator: "; "))",
          help: failure.history.hasSuffix("/")
            ? "run the job and mend that first" : "repeat it with: --only \(failure.history)",
          job: job))
    }
    if result.failureCount > failures.count {
      findings.append(
        FlatFinding(
          id: .proofFailed, "\(result.failureCount - failures.count) more histories failed",
          help: nil, job: job))
    }
    for route in definition.routes {
      let name = "\(route.name)"
      if !route.sink.canBeRehearsed {
        findings.append(
          FlatFinding(
            id: .proofUnread,
            "route '\(name)' is left out: sink '\(route.descriptor.kind)' changes more than files, and nothing "
              + "real is touched", help: nil, job: job))
      } else if !route.sink.isReadBack {
        findings.append(
          FlatFinding(
            id: .proofUnread,
            "route '\(name)' is not shown: sink '\(route.descriptor.kind)' cannot be read back",
            help: "give its module a 'consumer'", job: job))
      } else if !result.routesWithItems.contains(name) {
        findings.append(
          FlatFinding(
            id: .proofEmpty,
            "route '\(name)' is not shown: no item of the simulated export job goes there",
            help: "items there are pending, in_progress, successful and failed", job: job))
      }
    }
  }

  /// It as a table, with what is wrong behind it.
  var text: String {
    var table = [["killed when", "kills"] + heads]
    for row in rows {
      table.append(
        [row.point, row.kills == 0 ? "-" : "\(row.kills)"]
          + (row.routes.isEmpty ? heads.map { _ in "-" } : row.routes.map(\.text)))
    }
    let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    var lines = table.map { cells in
      zip(cells, widths).enumerated().map { index, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 1 ? space + cell.0 : cell.0 + space
      }.joined(separator: "  ").trimmingSpaces
    }
    lines.append("")
    for finding in findings {
      lines.append("\(finding.message)" + (finding.help.map { "; \($0)" } ?? ""))
    }
    let tried = "\(job): \(kills) of \(runs.of("run")) killed, in \(Int(seconds.rounded())) s"
    lines.append(
      findings.isEmpty
        ? "\(tried): nothing lost, nothing doubled, everything in order"
        : "\(tried): \(findings.count.of("finding"))")
    return lines.joined(separator: "\n")
  }
}

extension ProofReport.Point {
  init(_ point: CrashPoint) { self.init(name: point.name, meaning: point.meaning) }
}

extension ProofReport.Row {
  fileprivate init(_ row: ProofResult.Row) {
    point = row.point.name
    kills = row.kills
    routes = row.routes.map {
      Route(
        name: $0.route, lost: $0.lost, doubled: $0.doubled, repeated: $0.repeated,
        foreign: $0.foreign, outOfOrder: $0.isOutOfOrder,
        wrongOfWhole: $0.isWrongOfWhole)
    }
  }
}

extension ProofReport.Row.Route {
  fileprivate var text: String {
    var problems: [String] = []
    if lost > 0 { problems.append("LOST \(lost)") }
    if doubled > 0 { problems.append("DOUBLED \(doubled)") }
    if foreign > 0 { problems.append("\(foreign) NOT ITS OWN") }
    if outOfOrder { problems.append("OUT OF ORDER") }
    if wrongOfWhole { problems.append("NOT SAID TO BE WHOLE") }
    if !problems.isEmpty { return problems.joined(separator: ", ") }
    return repeated > 0 ? "ok, repeated \(repeated)" : "ok"
  }
}

extension SinkModule {
  /// Whether a proof can read back what it has delivered.
  fileprivate var isReadBack: Bool { consumer != nil || claims.contains(.standardOutput) }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
