import ExportEngine
import ExportModel
import JobFile
import SinkKit

/// What a ledger says of a job over time.
struct JobReport {
  /// Where an export job stands.
  struct ExportJobLine {
    let id: JobID
    let items: Int
    let owed: Int
    let held: Int
    let rejected: Int
    /// How it has ended; nil while it is open.
    let ended: String?
  }

  /// A route's items, of all export jobs.
  struct RouteLine {
    let name: Name
    let kind: String?
    var delivered = 0
    var outstanding = 0
    var held = 0
    var rejected = 0
    var skipped = 0
    var settled = 0
  }

  /// An item that somebody must look at, or that is still to be delivered.
  struct AttentionLine {
    let exportJob: JobID
    let entryID: EntryID
    let status: String
    let route: String
    let why: String
  }

  /// How much of a long history is shown.
  private static let mostRuns = 200
  private static let mostLines = 200

  let status: JobStatus
  let description: String?
  /// How many items are in each status, of all export jobs.
  private(set) var statuses: [ItemStatus: Int] = [:]
  private(set) var timeline: [StatusCounts] = []
  private(set) var routes: [RouteLine]
  private(set) var exportJobs: [ExportJobLine] = []
  /// The newest runs, the newest first.
  let runs: [RecordedRun]
  private(set) var attention: [AttentionLine] = []
  /// How many there are, also those that are not in ``attention``.
  private(set) var attentionCount = 0

  /// The report of a job that no run has begun.
  init(_ status: JobStatus, _ definition: JobDefinition) {
    self.init(definition, status, runs: [])
  }

  private init(_ definition: JobDefinition, _ status: JobStatus, runs: [RecordedRun]) {
    self.status = status
    self.runs = runs
    description = definition.description
    routes = definition.routes.map { RouteLine(name: $0.name, kind: $0.descriptor.kind) }
  }

  /// - Parameter file: the job file, as an absolute path without symbolic links, or `-`.
  init(
    _ definition: JobDefinition, _ status: JobStatus, readFrom file: String,
    _ reader: any LedgerReading
  ) throws(LedgerError) {
    self.init(definition, status, runs: try reader.runs(limit: Self.mostRuns))
    var timelines: [[StatusCounts]] = []
    let known = try reader.definitions()
    for id in try reader.jobs() {
      guard let job = SelectedJob(definition, named: id) else { continue }
      let plan = ExportRun.Plan(job, readFrom: file, in: known)
      let standing = JobStanding(plan, try reader.record(of: plan))
      let reasons = try reader.rejected(of: id)
      timelines.append(try reader.timeline(of: id).counts(of: standing.items))
      add(standing, of: id, reasons)
    }
    timeline = Self.sum(timelines)
    exportJobs.reverse()
  }

  private mutating func add(_ standing: JobStanding, of id: JobID, _ reasons: [RejectedItem]) {
    for (status, count) in standing.statuses { statuses[status, default: 0] += count }
    var line = (owed: 0, rejected: 0)
    for route in standing.routes {
      let tally = route.tally
      line.owed += tally.owed
      line.rejected += tally.rejected
      add(tally, of: route.name)
    }
    exportJobs.append(
      ExportJobLine(
        id: id, items: standing.items.count, owed: line.owed, held: standing.held,
        rejected: line.rejected, ended: standing.ended?.name))
    if line.owed + line.rejected + standing.held > 0 { addAttention(standing, of: id, reasons) }
  }

  private mutating func add(_ tally: RouteTally, of name: Name) {
    let index: Int
    if let known = routes.firstIndex(where: { $0.name == name }) {
      index = known
    } else {
      index = routes.count
      routes.append(RouteLine(name: name, kind: nil))
    }
    routes[index].delivered += tally.delivered
    routes[index].outstanding += tally.outstanding
    routes[index].held += tally.owed - tally.outstanding
    routes[index].rejected += tally.rejected
    routes[index].skipped += tally.skipped
    routes[index].settled += tally.settled
  }

  private mutating func addAttention(
    _ standing: JobStanding, of id: JobID, _ reasons: [RejectedItem]
  ) {
    for ordinal in 0..<standing.items.count {
      let lines = standing.routes.indices.compactMap { route -> (String, String)? in
        let name = standing.routes[route].name
        return switch standing.obligation(ofRoute: route, in: ordinal) {
        case .outstanding: ("\(name)", "still to be delivered")
        case .held(let reason): ("\(name)", "held: it \(reason.words(of: 1))")
        case .rejected:
          (
            "\(name)",
            "rejected: "
              + (reasons.first { $0.route == name && $0.ordinal == ordinal }?.reason ?? "")
          )
        default: nil
        }
      }
      // Held for its status, or because no route takes it.
      let all = lines.isEmpty && standing.isHeld(ordinal) ? [("", "held for a decision")] : lines
      attentionCount += all.count
      for (route, why) in all where attention.count < Self.mostLines {
        attention.append(
          AttentionLine(
            exportJob: id, entryID: standing.items.entryIDs[ordinal],
            status: standing.status(of: ordinal)?.name ?? "", route: route, why: why))
      }
    }
  }

  /// The counts of several export jobs together, after each moment at which one of them changed.
  private static func sum(_ timelines: [[StatusCounts]]) -> [StatusCounts] {
    var latest = [[ItemStatus: Int]](repeating: [:], count: timelines.count)
    let moments = timelines.enumerated().flatMap { job, points in points.map { (job, $0) } }
      .sorted { $0.1.time < $1.1.time }
    var sums: [StatusCounts] = []
    for (job, point) in moments {
      latest[job] = point.counts
      let counts = latest.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
      if sums.last?.time == point.time { sums.removeLast() }
      sums.append(StatusCounts(time: point.time, counts: counts))
    }
    return sums
  }
}
