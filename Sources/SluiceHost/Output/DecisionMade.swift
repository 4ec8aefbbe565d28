import ExportEngine
import ExportModel

/// A decision that was made, or would be: a line for a person, and the same for a machine.
struct DecisionMade: Encodable {
  let action: String
  let isDryRun: Bool
  var exportJob: String?
  let route: String?
  var newName: String?
  /// How many export jobs it is for.
  var jobs: Int?
  /// How many items it is about.
  var items: Int?
  /// How many items are owed no more because of it.
  var dropped: Int?
  /// How many items that were delivered are held from then on.
  var held: Int?
  /// The ordinal that a route was set back to.
  var position: Int?
  /// The folder that the ledger was moved to.
  var folder: String?
  /// Whether the next run decides which items it is about.
  var isDecidedLater = false
  /// What else a person should know.
  var note: String?

  enum CodingKeys: String, CodingKey {
    case action, route, jobs, items, dropped, held, position, folder, note
    case isDryRun = "dry_run"
    case exportJob = "export_job"
    case newName = "new_name"
  }

  init(_ decision: Decision, isDryRun: Bool, route: Name? = nil) {
    action = decision.action
    self.isDryRun = isDryRun
    self.route = route.map { "\($0)" }
  }

  /// The decision in a line.
  var text: String { sentence + (note.map { "; \($0)" } ?? "") }

  private var sentence: String {
    let (items, dropped) = ((items ?? 0).of("item"), dropped ?? 0)
    let route = "route '\(route ?? "")'"
    switch action {
    case "rename-route":
      return
        "route '\(newName ?? "")' \(verb("has", "would have")) the progress of '\(self.route ?? "")', in "
        + (jobs ?? 0).of("export job")
    case "accept-terms" where isDecidedLater:
      return
        "\(route) \(verb("goes on", "would go on")) with the terms of the job file; the next run "
        + "\(verb("decides", "would decide")), with accounting data, which of the items that it has not delivered it takes"
    case "accept-terms":
      return
        "\(route) \(verb("goes on", "would go on")) with the terms of the job file; \(items) that it "
        + "passed and takes now \(verb("are", "would be")) owed"
        + (dropped == 0
          ? ""
          : "; \(dropped) that it owed and does not take now \(verb("are not", "would not be")) owed any more")
    case "retry":
      return
        "\(route): the next run \(verb("gives", "would give")) its sink \(items) again that it rejected"
    case "rewind":
      let held = held ?? 0
      return
        "\(route) \(verb("is", "would be")) set back to ordinal \(position ?? 0): the next run "
        + "\(verb("delivers", "would deliver")) \(items) again"
        + (held == 0
          ? ""
          : ", and \(verb("holds", "would hold")) \(held) that became final or are not listed any more")
    case "forget-job":
      return "the ledger \(forgets) \(items) of export job \(exportJob ?? "")\(owed(dropped))"
    case "reset":
      return "the ledger \(forgets) \((jobs ?? 0).of("export job")) with \(items)\(owed(dropped))"
    case "move":
      return "the ledger \(verb("is", "would be")) in \(folder ?? "")"
    default:
      return "\(items) of \(route) "
        + verb(self.items == 1 ? "is settled" : "are settled", "would be settled")
    }
  }

  private var forgets: String { verb("has forgotten", "would forget") }

  private func owed(_ dropped: Int) -> String {
    dropped == 0
      ? "" : ", \(dropped) of which \(dropped == 1 ? "was" : "were") owed, rejected or held"
  }

  private func verb(_ done: String, _ would: String) -> String { isDryRun ? would : done }
}
