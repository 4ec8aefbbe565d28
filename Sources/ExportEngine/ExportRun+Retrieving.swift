import CrashPoints
import ExportModel
import PageSourceKit

/// The first half of a run: from the API's pages to what they mean for what was known. A preview
/// is this half alone.
extension ExportRun {
  /// What a retrieval comes to.
  enum Retrieved: Sendable {
    /// The sealed snapshot, the job as it was then, and when it expires, by the clock's elapsed time; nil where that is unknown, or
    /// is over and does not count.
    case items(Snapshot, ExportJob, expiry: Duration?)
    /// The job had ended, or ended while it was read, and was open before.
    case finishedJob(ExportJob, wasOpen: Bool)
    /// The job is open, and its time is over.
    case expiredJob(ExportJob)
  }

  /// The sealed snapshot, or word that the job has ended; nil when a stop was asked for.
  func retrieve() async throws(RunTrouble) -> Retrieved? {
    let result = await stop.unlessStopped { () async -> Result<Retrieved, SourceError> in
      do throws(SourceError) {
        return .success(try await retrieveFromSource())
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case nil: return nil
    case .success(let retrieved): return retrieved
    case .failure(let error): throw .source(error)
    }
  }

  private func retrieveFromSource() async throws(SourceError) -> Retrieved {
    let before = try await readJob()
    guard before.status.isOpen else { return .finishedJob(before, wasOpen: false) }
    if let timeLeft = before.timeLeft, timeLeft < Self.soon {
      observer.observe(.jobExpiresSoon(before))
      if isOver(before) { return .expiredJob(before) }
    }
    let retrieval = Retrieval(
      source: source, jobID: plan.jobID, expected: before.numberOfItems, observer: observer)
    let snapshot = try await retrieval.wholeSet()
    // The job may have ended, or grown, while its pages were read (*The Export API*, *Jobs that end*).
    let job = try await readJob()
    guard job.status.isOpen else { return .finishedJob(job, wasOpen: true) }
    try checkCompleteness(of: snapshot, job: job)
    if isOver(job) { return .expiredJob(job) }
    observer.observe(.sealed(items: snapshot.count))
    CrashPoint.sealed.pass()
    let wasOver = before.timeLeft.map { $0 <= .zero } ?? false
    return .items(snapshot, job, expiry: wasOver ? nil : job.timeLeft.map { clock.elapsed + $0 })
  }

  /// How long before the end of its time a job is worth a warning.
  private static let soon = Duration.seconds(600)

  /// Whether nothing of an open job may be begun any more.
  private func isOver(_ job: ExportJob) -> Bool {
    plan.expired == .hold && job.timeLeft.map { $0 <= .zero } ?? false
  }

  /// The job: open, or ended.
  func readJob() async throws(SourceError) -> ExportJob {
    let job = try await source.exportJob(plan.jobID)
    observer.observe(.jobRead(job))
    guard job.status.isOpen || job.status.isFinished else {
      throw SourceError(
        .badAnswer,
        "export job \(job.id) has status '\(job.status)', which the API does not document",
        hint: "nothing was touched; a newer version of sluice may know this status",
        record: "export job \(job.id) has a status that the API does not document")
    }
    return job
  }

  private func checkCompleteness(of snapshot: Snapshot, job: ExportJob) throws(SourceError) {
    let claims = [
      ("the last page's 'total'", snapshot.total), ("the job's 'numberOfItems'", job.numberOfItems),
    ]
    for case (let name, let claimed?) in claims where claimed != snapshot.count {
      let message = "the pages hold \(snapshot.count) different items, but \(name) is \(claimed)"
      guard plan.completeness == .warn else {
        throw SourceError(
          .badAnswer, message,
          hint: "nothing was stored; run again, or set 'completeness: warn' to go on in spite of it"
        )
      }
      observer.observe(.incomplete(message: message))
    }
  }

  /// What a snapshot means for what the ledger knows: what to store, the items and their routes'
  /// progress after that.
  struct Reconciled: Sendable {
    var change: JobChange
    var work: Worklist
    var routes: [Name: RouteProgress]
  }

  /// What the ledger knows of the job.
  func record() async throws(RunTrouble) -> JobRecord {
    do {
      return try await ledger.record(of: plan.jobID)
    } catch {
      throw .ledger(error)
    }
  }

  /// What the ledger knows of the job, which has ended.
  func record(endedAs status: ExportJobStatus) async throws(RunTrouble) -> JobRecord {
    var record = try await record()
    record.ended = status
    do {
      return try await ledger.noting(later: record, of: plan.jobID, plan)
    } catch {
      throw .ledger(error)
    }
  }

  /// Compares a snapshot with the ledger; stores nothing.
  ///
  /// - Parameter data: what the items are, where that is known by now.
  func reconcile(
    _ snapshot: Snapshot, with data: Spool? = nil
  ) async throws(RunTrouble) -> Reconciled {
    var record = try await record()
    guard
      let reconciliation = Reconciliation(
        snapshot, with: record, order: plan.order, recovery: plan.recovery,
        date: { data?.date(at: $0) })
    else {
      throw .source(SourceError(.badAnswer, "more than 255 different statuses in one job"))
    }
    var change = reconciliation.change
    change.previous = try await previousJobs(of: reconciliation.newWork, items: change.items)
    record.apply(change)
    let work = Worklist(plan, record)
    change.asked = plan.asked(work, progress: record.routes)
    for (route, terms) in change.asked {
      let before = record.routes[route]?.choices ?? RouteChoices()
      record.ask(route, terms)
      if let after = record.routes[route]?.choices, after != before {
        change.choices[route] = after
      }
    }
    return Reconciled(change: change, work: work, routes: record.routes)
  }

  /// The newest earlier export job that each route delivered a new piece of work as part of: an API exports an
  /// entry again when its job has expired (*The Export API*, *Jobs that end*).
  private func previousJobs(
    of newWork: [Ordinal], items: ItemTable
  ) async throws(RunTrouble) -> [Name: [Ordinal: JobID]] {
    guard !newWork.isEmpty else { return [:] }
    // Where most items are new work, all of them are asked about, because then no id is copied.
    let entries =
      2 * newWork.count > items.count ? items.entryIDs : newWork.map { items.entryIDs[$0] }
    let elsewhere: [EntryID: [ItemElsewhere]]
    do {
      elsewhere = try await ledger.itemsElsewhere(of: entries, beside: plan.jobID)
    } catch {
      throw .ledger(error)
    }
    guard !elsewhere.isEmpty else { return [:] }
    return plan.routes.reduce(into: [:]) { previous, route in
      let place = route.place()
      let jobs = newWork.reduce(into: [Ordinal: JobID]()) { jobs, ordinal in
        let items = elsewhere[items.entryIDs[ordinal]] ?? []
        jobs[ordinal] =
          items.first { $0.wasDelivered(by: route.name, of: plan.definition, to: place) }?.jobID
      }
      if !jobs.isEmpty { previous[route.name] = jobs }
    }
  }
}
