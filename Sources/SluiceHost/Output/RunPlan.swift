import ExportEngine
import ExportModel
import JobFile
import PageSourceKit

/// What a run would do: a text for a person, and the same figures for a machine.
struct RunPlan: Encodable {
  struct Route: Encodable {
    let name: String
    let toDeliver: Int
    let late: Int
    /// Items that the route owes and no run delivers, by reason.
    let held: [String: Int]
    /// Items that its sink rejected, and that nobody has decided on.
    let rejected: Int
    let refusal: String?
    let help: String?

    enum CodingKeys: String, CodingKey {
      case name, late, held, rejected, refusal, help
      case toDeliver = "to_deliver"
    }
  }

  struct Held: Encodable {
    let reason: String
    let items: Int
  }

  /// What a run would do with the items; absent where it could not be worked out.
  struct Figures: Encodable {
    let read: Int
    let new: Int
    let changed: Int
    let missing: Int
    let held: [Held]
    let skipped: [Held]
    let refusal: String?
    let help: String?
    let routes: [Route]
  }

  let job: String
  /// Nil where nobody could say which ones there are.
  let exportJob: String?
  let isFinished: Bool
  /// Whether the export job is open, and its time is over, so that a run would begin nothing of it.
  let isExpired: Bool
  let failure: String?
  let figures: Figures?
  /// What is owed of other export jobs, which a run of this one would not deliver.
  let owedElsewhere: [OwedElsewhereInView]

  enum CodingKeys: String, CodingKey {
    case job, failure
    case exportJob = "export_job"
    case isFinished = "job_finished"
    case isExpired = "job_expired"
    case figures = "would"
    case owedElsewhere = "owed_elsewhere"
  }

  /// - Parameter preview: nil where a stop was asked for.
  init(_ plan: ExportRun.Plan, _ preview: RunPreview?, _ owedElsewhere: [OwedElsewhere]) {
    job = "\(plan.definition)"
    exportJob = "\(plan.jobID)"
    isFinished = preview?.ended?.status.isFinished ?? false
    isExpired = preview?.ended?.status.isOpen ?? false
    failure = nil
    figures = preview.map { Figures($0, unmatched: plan.unmatched) }
    self.owedElsewhere = owedElsewhere.map { OwedElsewhereInView($0) }
  }

  init(_ definition: JobDefinition, _ selected: SelectedJob?, failure: String) {
    job = "\(definition.name)"
    exportJob = selected.map { "\($0.jobID)" }
    isFinished = false
    isExpired = false
    self.failure = failure
    figures = nil
    owedElsewhere = []
  }

  /// The plan as lines.
  var text: String {
    let exportJob = exportJob ?? ""
    guard let figures else { return "\(job), export job \(exportJob): stopped" }
    let elsewhere = owedElsewhere.map { "  \($0.text)" }
    if isFinished || isExpired {
      let what = isFinished ? "has ended" : "should have expired"
      let owed = figures.heldLines.map { "  \($0)" } + elsewhere
      return
        (["\(job), export job \(exportJob), \(what): a run would touch nothing"] + owed)
        .joined(separator: "\n")
    }
    let lines =
      ["\(job), export job \(exportJob): a run would"] + figures.lines.map { "  \($0)" } + elsewhere
    return lines.joined(separator: "\n")
  }
}

extension RunPlan.Figures {
  init(_ preview: RunPreview, unmatched: UnmatchedPolicy) {
    read = preview.read
    new = preview.new
    changed = preview.changed
    missing = preview.missing
    var held = preview.heldStatuses.map {
      RunPlan.Held(reason: "in status \($0.status)", items: $0.count)
    }
    var skipped = preview.skipped.map {
      RunPlan.Held(reason: "in status \($0.status)", items: $0.count)
    }
    let untaken = RunPlan.Held(reason: "that no route takes", items: preview.untaken)
    if unmatched == .skip { skipped.append(untaken) } else { held.append(untaken) }
    held += HeldReason.allCases.compactMap { reason in
      preview.heldByRoutes[reason].map {
        RunPlan.Held(reason: "that \(reason.words(of: $0, isOfOneRoute: false))", items: $0)
      }
    }
    self.held = held.filter { $0.items > 0 }
    self.skipped = skipped.filter { $0.items > 0 }
    refusal = preview.refusal?.message
    help = preview.refusal?.hint
    routes = preview.routes.map {
      RunPlan.Route(
        name: "\($0.name)", toDeliver: $0.toDeliver, late: $0.late,
        held: Dictionary(uniqueKeysWithValues: $0.held.map { ($0.key.rawValue, $0.value) }),
        rejected: $0.rejected, refusal: $0.refusal?.message, help: $0.refusal?.hint)
    }
  }

  /// What each route of a job that has ended still owes.
  fileprivate var heldLines: [String] {
    routes.compactMap { route in
      let items = route.held.values.reduce(0, +)
      return items == 0
        ? nil : "\(route.name) never received \(items.of("item"))"
    }
  }

  fileprivate var lines: [String] {
    var lines = ["read \(read.of("item")): \(new) new, \(changed) changed, \(missing) missing"]
    if let refusal { lines += ["deliver nothing: \(refusal)"] + hint(help) }
    for route in routes where refusal == nil {
      if let refusal = route.refusal {
        lines += ["deliver nothing to \(route.name): \(refusal)"] + hint(route.help)
      } else {
        let late = route.late > 0 ? ", \(route.late) of them late" : ""
        let rejected = route.rejected > 0 ? "; it has rejected \(route.rejected)" : ""
        lines.append("deliver \(route.toDeliver) to \(route.name)\(late)\(rejected)")
      }
    }
    if !held.isEmpty { lines.append("hold \(Self.text(held))") }
    if !skipped.isEmpty { lines.append("skip \(Self.text(skipped))") }
    return lines
  }

  private func hint(_ help: String?) -> [String] { help.map { ["  help: \($0)"] } ?? [] }

  private static func text(_ items: [RunPlan.Held]) -> String {
    items.map { "\($0.items) \($0.reason)" }.joined(separator: ", ")
  }
}
