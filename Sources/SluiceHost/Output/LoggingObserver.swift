import ExportEngine
import ExportModel
import Logging
import PageSourceKit
import SinkKit

/// Writes what a run does into its log.
struct LoggingObserver: RunObserver {
  let logger: Logger
  /// The export job, where commands must name it.
  var exportJob: JobID?

  func observe(_ event: RunEvent) {
    switch event {
    case .jobRead(let job):
      logger.debug("export job is \(job.status)", metadata: ["status": "\(job.status)"])
    case .pageRead(let number, let items, let soFar, let total):
      logger.debug(
        "page \(number) has \(items.of("item"))",
        metadata: [
          "page": .number(number), "items": .number(items), "so_far": .number(soFar),
          "total": total.map { .number($0) } ?? "unknown",
        ])
    case .dataPageRead(let number, let items, let soFar, let total):
      logger.debug(
        "page of data \(number) has \(items.of("item"))",
        metadata: [
          "page": .number(number), "items": .number(items), "so_far": .number(soFar),
          "total": total.map { .number($0) } ?? "unknown",
        ])
    case .dataWithoutItem(let items):
      logger.warning(
        "there is accounting data of \(items.of("item")) that the export job does not list",
        metadata: ["items": .number(items)])
    case .readingAgain(let reason):
      logger.warning("\(reason); reading the list again from its first page")
    case .incomplete(let message):
      logger.warning("\(message); going on, because 'completeness' is 'warn'")
    case .sealed(let items):
      logger.info("retrieved \(items.of("item"))", metadata: ["items": .number(items)])
    case .stored(let new, let changed):
      logger.info(
        "stored \(new.of("new item")), \(changed) changed",
        metadata: ["new": .number(new), "changed": .number(changed)])
    case .missing(let items):
      logger.warning(
        "\(items.of("item")) of earlier runs \(items == 1 ? "is" : "are") no longer listed",
        metadata: ["items": .number(items)])
    case .jobEnded(let job):
      let reason = job.failureReasonType.map { " (\($0))" } ?? ""
      logger.warning(
        "the export job has ended as '\(job.status)'\(reason): nothing of it is touched",
        metadata: ["status": "\(job.status)"])
    case .jobExpiresSoon(let job): logger.warning("\(Self.words(onTimeOf: job))")
    case .jobExpired(let hasBegun):
      let what = hasBegun ? "nothing more of it is delivered" : "nothing of it is begun"
      logger.warning(
        "the export job's time is over: \(what)",
        metadata: ["hint": "\(RunOutcome.expiredHelp.naming(exportJob))"])
    case .held(let route, let items, let reason):
      let what = "\(items.of("item")) that \(reason.words(of: items))"
      logger.warning(
        "route '\(route)' owes \(what): a person must decide",
        metadata: [
          "route": "\(route)", "items": .number(items), "reason": "\(reason.rawValue)",
          "hint": "\(reason.hint(for: route).naming(exportJob))",
        ])
    case .heldStatus, .untaken, .neverRetrieved, .owedElsewhere: observeHeld(event)
    case .placeReplaced, .delivered, .rejected, .sinkRetry, .failed: observeDelivery(event)
    }
  }

  /// How long an export job has before it expires, or since when it should have.
  private static func words(onTimeOf job: ExportJob) -> String {
    guard let timeLeft = job.timeLeft, timeLeft > .zero else {
      return
        "the export job should have expired by its own numbers, and the API says that it is \(job.status)"
    }
    return "the export job expires in \(Int(timeLeft.seconds)) s"
  }

  private func observeHeld(_ event: RunEvent) {
    switch event {
    case .heldStatus(let status, let items):
      logger.warning(
        "\(items.of("item")) \(items == 1 ? "is" : "are") held as '\(status)': a person must decide",
        metadata: [
          "status": "\(status)", "items": .number(items),
          "hint":
            "\("list them with: sluice items FILE --held; to go on, change 'recovery: \(ItemStatus.recoveryKey(of: status.name))'".naming(exportJob))",
        ])
    case .untaken(let items):
      logger.warning(
        "no route takes \(items.of("item")): a person must decide",
        metadata: [
          "items": .number(items),
          "hint": "add a route for them, or set 'unmatched: skip' to leave them out",
        ])
    case .neverRetrieved(let items):
      let what = items == 1 ? "item of the export job was" : "items of the export job were"
      logger.warning(
        "\(items) \(what) never retrieved before it ended",
        metadata: ["items": .number(items), "hint": "export them again in Pleo"])
    case .owedElsewhere(let owed):
      logger.warning(
        "\(owed.message)",
        metadata: [
          "export_job": "\(owed.jobID)", "items": .number(owed.items), "hint": "\(owed.hint)",
        ])
    default: break
    }
  }

  private func observeDelivery(_ event: RunEvent) {
    switch event {
    case .placeReplaced(let route, let place):
      logger.warning(
        "route '\(route)' delivers to \(place), and what it delivered to before is no longer there",
        metadata: [
          "route": "\(route)", "place": "\(place)",
          "hint": "what was delivered before is not delivered again: put back what was there",
        ])
    case .delivered(let route, let receipt, let outstanding):
      logger.debug(
        "delivered a batch to \(route): \(receipt.written) new, \(receipt.absorbed) absorbed",
        metadata: [
          "route": "\(route)", "written": .number(receipt.written),
          "absorbed": .number(receipt.absorbed), "outstanding": .number(outstanding),
        ])
    case .rejected(let route, let entryID, let reason):
      logger.warning(
        "route '\(route)' will never take item \(entryID): \(reason)",
        metadata: ["route": "\(route)", "entry_id": "\(entryID)"])
    case .sinkRetry(let route, let error, let wait):
      logger.warning(
        "route '\(route)': \(error.message); trying again in \(wait.seconds) s",
        metadata: ["route": "\(route)", "wait_seconds": .number(wait.seconds)]
          .adding(error.cause, beside: error.message))
    case .failed(let trouble):
      var metadata: Logger.Metadata = ["id": "\(trouble.id)"]
      if let route = trouble.route { metadata["route"] = "\(route)" }
      if let hint = trouble.hint { metadata["hint"] = "\(hint.naming(exportJob))" }
      logger.error(
        "\(trouble.message)", metadata: metadata.adding(trouble.cause, beside: trouble.message))
    default: break
    }
  }
}

extension HeldReason {
  /// What the operator can do about items that a route holds.
  func hint(for route: Name) -> String {
    let settle = "sluice state FILE settle \(route)"
    return switch self {
    case .finished:
      "where the accounting system has them: \(settle); to deliver them in spite of that: 'finished: "
        + "deliver' on the route"
    case .withoutData:
      "ask Pleo; a later run delivers them once there is data; if nothing is left to do: \(settle)"
    case .unlisted, .unknownStatus: "ask Pleo; if nothing is left to do: \(settle)"
    case .deliveredBefore:
      "where the accounting system has them: \(settle); to deliver them: 'delivered_before: deliver' "
        + "under 'recovery'"
    case .routeRemoved:
      "put the route back into the job file; if nothing is left to do: \(settle)"
    case .jobEnded:
      "export them again in Pleo, or post them by hand; when that is done: \(settle)"
    }
  }
}

extension Logger.Metadata {
  /// The metadata with what lies beneath an error, unless the error's message says that already.
  func adding(_ cause: (any Error)?, beside message: String) -> Self {
    guard let cause, case let text = String(describing: cause), !message.contains(text) else {
      return self
    }
    return merging(["cause": "\(text)"]) { $1 }
  }
}

extension Logger {
  /// Logs what went wrong, and what the operator can do about it.
  func error(_ message: String, hint: String?) {
    error("\(message)", metadata: hint.map { ["hint": "\($0)"] })
  }

  /// Logs what went wrong, what the operator can do about it, and what lies beneath.
  func error(_ error: some OperatorError) {
    let metadata: Logger.Metadata = error.hint.map { ["hint": "\($0)"] } ?? [:]
    self.error("\(error.message)", metadata: metadata.adding(error.cause, beside: error.message))
  }
}

extension Logger.MetadataValue {
  /// A whole number, kept as one.
  static func number(_ value: Int) -> Self { .stringConvertible(value) }
  /// A number, kept as one.
  static func number(_ value: Double) -> Self { .stringConvertible(value) }
}

extension Duration {
  /// The duration in seconds, to the millisecond.
  var seconds: Double {
    ((Double(components.seconds) + Double(components.attoseconds) / 1e18) * 1000).rounded() / 1000
  }
}

extension ItemStatus {
  /// The key under `recovery` that says what becomes of items that are held because they have this status.
  static func recoveryKey(of status: String) -> String {
    status == ItemStatus.inProgress.name ? "in_progress" : "unknown_status"
  }
}
