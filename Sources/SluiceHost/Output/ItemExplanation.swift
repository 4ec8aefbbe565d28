import Diagnostics
import ExportEngine
import ExportModel
import JobFile
import Predicates

/// The history of one item and the decisions of the routes: lines for a person, and the same for a
/// machine.
struct ItemExplanation: Encodable {
  struct Moment: Encodable {
    let time: String
    /// When the run began in which it happened; nil where no such run has ended.
    let run: String?
  }

  struct Change: Encodable {
    let moment: Moment
    let old: String
    let new: String
  }

  struct Route: Encodable {
    let name: String
    /// One word: delivered, rejected, outstanding, held, skipped, settled, not_taken or not_asked.
    let decision: String
    /// Why the route holds the item; nil where it does not.
    let heldBecause: String?
    let late: Bool
    /// Whether the route has yet to decide whether it takes the item.
    let undecided: Bool
    /// When the sink got the item, or refused it.
    let moment: Moment?
    /// The later export job that the route delivered the entry as part of.
    let laterJob: String?
    /// Why the sink will never take it.
    let reason: String?
    /// What it takes, and where the job file says so; nil where the job file no longer has the route.
    let when: String?
    let file: String?
    let line: Int?
    let column: Int?
    let refusal: String?
    let help: String?
    /// Whether what the item is decides whether the route takes it.
    let isByData: Bool

    enum CodingKeys: String, CodingKey {
      case name, decision, late, undecided, moment, reason, when, file, line, column, refusal, help
      case heldBecause = "held_because"
      case laterJob = "later_job"
    }
  }

  let job: String
  let exportJob: String
  let entryID: String
  let ordinal: Int
  let status: String
  let workStatus: String?
  /// What a run does with it now: process, skip or hold.
  let now: String
  /// Whether it is work that no route takes.
  let isUntaken: Bool
  /// The earlier export job that the entry was delivered as part of.
  let previousJob: String?
  /// How the export job has ended; nil while it is open.
  let jobStatus: String?
  let stored: Moment?
  /// The page of the API's list on which it came then, from 1 on.
  let page: Int?
  let changes: [Change]
  let routes: [Route]

  enum CodingKeys: String, CodingKey {
    case job, ordinal, status, now, stored, page, changes, routes
    case exportJob = "export_job"
    case entryID = "entry_id"
    case workStatus = "work_status"
    case isUntaken = "untaken"
    case previousJob = "previous_job"
    case jobStatus = "job_status"
  }

  init(_ selected: SelectedJob, _ standing: ItemStanding, _ history: ItemHistory?) {
    let definition = selected.definition
    job = "\(definition.name)"
    exportJob = "\(selected.jobID)"
    entryID = "\(standing.entryID)"
    ordinal = standing.ordinal
    status = standing.status?.name ?? ""
    workStatus = standing.work?.name
    now = standing.now.rawValue
    isUntaken = standing.isUntaken
    previousJob = standing.previousJobID?.description
    jobStatus = standing.ended?.name
    stored = history?.stored.map { Moment($0) }
    page = history?.page
    changes =
      history?.changes.map {
        Change(moment: Moment($0.moment), old: $0.old.name, new: $0.new.name)
      } ?? []
    routes = standing.routes.map { route in
      Route(definition.routes.first { $0.name == route.name }, route, history)
    }
  }
}

extension ItemExplanation.Moment {
  init(_ moment: ItemHistory.Moment) {
    time = SystemClock.text(ofMilliseconds: moment.time)
    run = moment.runStartedAt.map(SystemClock.text)
  }

  fileprivate var text: String {
    "\(time) (\(run.map { "run of \($0)" } ?? "in a run that was cut off, or still goes on"))"
  }
}

extension ItemExplanation.Route {
  init(_ route: RouteDefinition?, _ standing: ItemStanding.Route, _ history: ItemHistory?) {
    let place = route.map { $0.predicateSpan ?? $0.span }
    let reason = history?.rejections[standing.name]
    let isDone = standing.obligation == .delivered || standing.obligation == .rejected
    name = "\(standing.name)"
    decision = standing.obligation.word
    late = standing.obligation == .outstanding(late: true)
    undecided = standing.isUndecided
    heldBecause = if case .held(let reason) = standing.obligation { reason.rawValue } else { nil }
    moment = isDone ? history?.deliveries[standing.name].map { .init($0) } : nil
    laterJob = standing.laterJobID?.description
    self.reason = standing.obligation == .rejected ? reason : nil
    when = route.map { "\($0.predicate)" }
    file = place?.file
    line = place?.start.line
    column = place?.start.column
    refusal = standing.refusal?.message
    help = standing.refusal?.hint
    isByData = route?.predicate.asksForData ?? false
  }
}

extension Obligation {
  /// The obligation in one word, the same in every command.
  var word: String {
    switch self {
    case .notAsked: "not_asked"
    case .notTaken: "not_taken"
    case .delivered: "delivered"
    case .rejected: "rejected"
    case .outstanding: "outstanding"
    case .held: "held"
    case .skipped: "skipped"
    case .settled: "settled"
    }
  }
}

extension ItemExplanation {
  /// The explanation as lines.
  var text: String {
    var lines = ["\(entryID) is item \(ordinal) of export job \(exportJob)", "  \(standing)"]
    let first = changes.first?.old ?? status
    let origin = page.map { " from page \($0)" } ?? ""
    lines.append("  stored as \(first)\(origin) \(stored?.text ?? "before histories were kept")")
    if let previousJob {
      lines.append("  the entry was delivered as part of export job \(previousJob) before")
    }
    lines += changes.map { "  \($0.old) became \($0.new) \($0.moment.text)" }
    for route in routes {
      lines.append("  \(route.name): \(text(of: route))")
      if route.decision != "not_asked", let when = route.when, let file = route.file,
        let line = route.line,
        let column = route.column
      {
        let predicate = when == "true" ? "no 'when': takes every item" : "when: \(when)"
        lines.append("    \(file):\(line):\(column): \(predicate)")
      }
      if let refusal = route.refusal {
        lines.append("    the next run refuses the route: \(refusal)")
        if let help = route.help { lines.append("    help: \(help)") }
      }
    }
    return lines.joined(separator: "\n")
  }

  private var standing: String {
    let begin =
      workStatus.map { "it is \(status), and was \($0) when it was stored as work" }
      ?? (now == "hold" ? "it is \(status)" : "it is \(status), and never needed work")
    let ended = jobStatus.map { "; the export job has ended as '\($0)'" } ?? ""
    return switch now {
    case "hold" where isUntaken: "\(begin): held, no route takes it\(ended)"
    case "hold" where routes.allSatisfy { $0.decision == "not_asked" }:
      "\(begin): held, as 'recovery: \(ItemStatus.recoveryKey(of: status)): hold' says; change that to go on"
    case "hold": "\(begin): a run holds it, because a person must decide\(ended)"
    case "skip": "\(begin): a run leaves it\(ended)"
    case _ where jobStatus != nil: "\(begin)\(ended)"
    case _ where routes.contains { $0.decision == "outstanding" }:
      "\(begin): a run delivers it where it is owed"
    default: "\(begin): nothing is left to do"
    }
  }

  private func text(of route: Route) -> String {
    let moment = route.moment?.text ?? "at a time that was not kept"
    return switch route.decision {
    case "delivered" where route.laterJob != nil:
      "delivered as part of export job \(route.laterJob ?? "")"
    case "delivered": "delivered \(moment)"
    case "rejected": "rejected \(moment): \(route.reason ?? "")"
    case "outstanding" where route.undecided:
      "not decided: the next run asks its 'when', with accounting data"
    case "outstanding" where route.late:
      "outstanding, and late: it became work after the route had passed it"
    case "outstanding": "outstanding: the next run delivers it"
    case "held":
      "held: it "
        + (route.heldBecause.flatMap(HeldReason.init)?.words(of: 1) ?? "waits for a person")
    case "not_taken" where route.isByData:
      "not taken: its 'when' was not true of its accounting data when a run first had that"
    case "not_taken" where workStatus.map { $0 != status } ?? false:
      "not taken: its 'when' was not true of it when it was stored as \(workStatus ?? "")"
    case "not_taken": "not taken: its 'when' is not true of it"
    case "not_asked" where now == "hold": "not asked: a person must decide first"
    case "skipped": "not delivered: it is \(status) now, and the job definition leaves such items"
    case "settled": "not delivered: a person settled it"
    default: "not asked: the item never needed work"
    }
  }
}
