import ExportEngine
import ExportModel
import JobFile

/// What a ledger has of a job's routes, and what people decided: lines for a person, and the same for a
/// machine.
struct StateInView: Encodable {
  struct Route: Encodable {
    let name: String
    /// Whether the job file has it.
    let isDefined: Bool
    /// How many items of the order it is past.
    let position: Int
    let late: Int
    let rejected: Int
    let settled: Int
    let terms: String
    /// Why the next run would refuse it; nil where it would not.
    let refusal: String?

    enum CodingKeys: String, CodingKey {
      case name, position, late, rejected, settled, terms, refusal
      case isDefined = "defined"
    }
  }

  struct Decision: Encodable {
    let time: String
    let who: String
    let action: String
    let exportJob: String?
    let route: String?
    let newName: String?
    let items: Int
    /// How many items are owed no more because of it.
    let dropped: Int
    /// The ordinal that a route was set back to.
    let position: Int?
    /// The folder that the ledger was moved to.
    let folder: String?

    enum CodingKeys: String, CodingKey {
      case time, who, action, route, items, dropped, position, folder
      case exportJob = "export_job"
      case newName = "new_name"
    }
  }

  let job: String
  let exportJob: String
  let jobStatus: String?
  let ledger: String
  let routes: [Route]
  let decisions: [Decision]

  enum CodingKeys: String, CodingKey {
    case job, ledger, routes, decisions
    case exportJob = "export_job"
    case jobStatus = "job_status"
  }

  init(_ selected: SelectedJob, _ record: JobRecord, _ decisions: [RecordedDecision]) {
    let definition = selected.definition
    let plan = ExportRun.Plan(selected)
    job = "\(definition.name)"
    exportJob = "\(selected.jobID)"
    jobStatus = record.ended?.name
    ledger = "\(definition.stateFolder)/ledger.sqlite"
    routes = record.routes.sorted { $0.key < $1.key }.map { name, progress in
      let route = plan.routes.first { $0.name == name }
      return Route(
        name: "\(name)", isDefined: route != nil, position: progress.position,
        late: progress.late.count, rejected: progress.rejects.count,
        settled: progress.settled.count, terms: progress.terms.text,
        refusal: route.flatMap { plan.whyRefused($0, in: record)?.message })
    }
    self.decisions = decisions.map {
      Decision(
        time: SystemClock.text(ofMilliseconds: $0.time), who: $0.who, action: $0.action,
        exportJob: $0.jobID?.description, route: $0.route?.description,
        newName: $0.newName?.description, items: $0.items, dropped: $0.dropped,
        position: $0.position, folder: $0.folder)
    }
  }

  /// The state as lines.
  var text: String {
    var lines = ["\(job), export job \(exportJob)", "  ledger: \(ledger)"]
    if let jobStatus { lines.append("  the export job has ended as '\(jobStatus)'") }
    if routes.isEmpty { lines.append("  no route has progress in this export job") }
    for route in routes {
      let missing = route.isDefined ? "" : " (not in the job file)"
      lines.append(
        "  \(route.name)\(missing): is past \(route.position.of("item")), "
          + "of which late \(route.late), rejected \(route.rejected), settled \(route.settled)")
      lines.append("    terms: \(route.terms)")
      if let refusal = route.refusal { lines.append("    refused by the next run: \(refusal)") }
    }
    lines += decisions.map { "  \($0.text)" }
    return lines.joined(separator: "\n")
  }
}

extension StateInView.Decision {
  /// The decision as a line.
  fileprivate var text: String {
    // What it is about where that is no route.
    let object = route ?? (action == "forget-job" ? exportJob : nil)
    let target = newName ?? position.map { "ordinal \($0)" } ?? folder
    return [time + " ", "\(who):", action, object, target.map { "to \($0)" }].compactMap(\.self)
      .joined(separator: " ") + ", " + items.of("item")
      + (dropped == 0 ? "" : ", \(dropped) not owed any more")
  }
}
