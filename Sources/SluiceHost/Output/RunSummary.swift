import ExportEngine
import Logging

/// A run in one line for a person, and the same figures for a machine.
struct RunSummary: Encodable {
  struct Route: Encodable {
    let name: String
    let delivered: Int
    let absorbed: Int
    let rejected: Int
    /// Items that the sink rejected in earlier runs, and that nobody has decided on.
    let rejectedBefore: Int
    let outstanding: Int
    /// Items that the sink does not have and that a person must decide on.
    let held: Int
    /// Items that the sink does not have and should: outstanding and held.
    let owed: Int

    enum CodingKeys: String, CodingKey {
      case name, delivered, absorbed, rejected, outstanding, held, owed
      case rejectedBefore = "rejected_before"
    }
  }

  /// The run's name; nil for a run of before runs had names.
  let run: String?
  let job: String
  let exportJob: String
  let ending: String
  let failure: String?
  let read: Int
  let storedNew: Int
  let storedChanged: Int
  let held: Int
  let skipped: Int
  let missing: Int
  /// Items of other export jobs that are owed or held.
  let owedElsewhere: Int
  let seconds: Double
  let orderHash: String
  let routes: [Route]
  /// How the export job has ended; nil while it is open.
  let jobStatus: String?
  let jobFailureReason: String?

  enum CodingKeys: String, CodingKey {
    case run, job, ending, failure, read, held, skipped, missing, seconds, routes
    case exportJob = "export_job"
    case storedNew = "stored_new"
    case storedChanged = "stored_changed"
    case owedElsewhere = "owed_elsewhere"
    case orderHash = "order_hash"
    case jobStatus = "job_status"
    case jobFailureReason = "job_failure_reason"
  }

  init(_ receipt: RunReceipt) {
    run = receipt.runID.map { "\($0)" }
    job = "\(receipt.definition)"
    exportJob = "\(receipt.jobID)"
    ending = receipt.ending.rawValue
    failure = receipt.failure
    read = receipt.read
    storedNew = receipt.storedNew
    storedChanged = receipt.storedChanged
    held = receipt.held
    skipped = receipt.skipped
    missing = receipt.missing
    owedElsewhere = receipt.owedElsewhere
    seconds = receipt.duration.seconds
    orderHash = receipt.orderHash
    routes = receipt.routes.map {
      Route(
        name: "\($0.name)", delivered: $0.written, absorbed: $0.absorbed, rejected: $0.rejected,
        rejectedBefore: $0.rejectedBefore, outstanding: $0.outstanding, held: $0.held, owed: $0.owed
      )
    }
    jobStatus = receipt.jobStatus
    jobFailureReason = receipt.jobFailureReason
  }

  /// The summary line.
  var text: String {
    // What it stored is in the ledger, and how much of that was new is known to nobody.
    guard ending != RunReceipt.Ending.killed.rawValue else { return "\(job): \(verdict)" }
    let figures =
      [
        "read \(read)", "stored \(storedNew) new and \(storedChanged) changed",
      ] + routes.map(Self.text) + ["held \(held)", "skipped \(skipped)"]
      + (owedElsewhere == 0 ? [] : ["owed of other export jobs \(owedElsewhere)"])
      + ["\(seconds) s"]
    return "\(job): \(verdict); \(figures.joined(separator: "; "))"
  }

  /// The figures as log fields.
  func metadata(exitCode: Int32) -> Logger.Metadata {
    [
      "ending": "\(ending)", "export_job": "\(exportJob)", "exit_code": .number(Int(exitCode)),
      "read": .number(read), "stored_new": .number(storedNew),
      "stored_changed": .number(storedChanged), "held": .number(held),
      "skipped": .number(skipped), "missing": .number(missing),
      "owed_elsewhere": .number(owedElsewhere), "seconds": .number(seconds),
      "order_hash": "\(orderHash)",
      "routes": .array(
        routes.map {
          .dictionary([
            "name": "\($0.name)", "delivered": .number($0.delivered),
            "absorbed": .number($0.absorbed), "rejected": .number($0.rejected),
            "rejected_before": .number($0.rejectedBefore),
            "outstanding": .number($0.outstanding), "held": .number($0.held),
            "owed": .number($0.owed),
          ])
        }),
    ]
  }

  private var verdict: String {
    switch ending {
    case RunReceipt.Ending.jobFinished.rawValue:
      let owing = routes.filter { $0.owed > 0 }.map {
        "\($0.name) never received \($0.owed.of("item"))"
      }
      return (["the export job has ended, nothing was touched"] + owing).joined(separator: "; ")
    case RunReceipt.Ending.jobExpired.rawValue:
      return "the export job's time is over, nothing more of it is delivered"
    case RunReceipt.Ending.stoppedRetrieving.rawValue:
      return "stopped while retrieving, nothing is saved, run again to begin from the start"
    case RunReceipt.Ending.stopped.rawValue: return "stopped, progress is saved, run again to go on"
    case RunReceipt.Ending.failed.rawValue: return "not finished"
    case RunReceipt.Ending.killed.rawValue: return "killed before its end"
    default:
      let delivered = routes.reduce(0) { $0 + $1.delivered + $1.absorbed + $1.rejected }
      let ending = delivered == 0 ? "nothing to deliver" : "done"
      return isClear ? ending : "\(ending), and a person must look"
    }
  }

  /// Whether the run leaves nothing to a person.
  private var isClear: Bool {
    held == 0 && owedElsewhere == 0
      && routes.allSatisfy { $0.owed == 0 && $0.rejected == 0 && $0.rejectedBefore == 0 }
  }

  private static func text(_ route: Route) -> String {
    var text = "\(route.name): delivered \(route.delivered), absorbed \(route.absorbed)"
    if route.rejected > 0 { text += ", rejected \(route.rejected)" }
    if route.rejectedBefore > 0 { text += ", rejected before \(route.rejectedBefore)" }
    if route.outstanding > 0 { text += ", outstanding \(route.outstanding)" }
    if route.held > 0 { text += ", held \(route.held)" }
    return text
  }
}
