public import ExportModel
import Synchronization

/// A ledger in memory: it begins with what is known, and forgets everything with the process. What
/// runs on it leaves nothing behind.
///
/// It keeps no history of items, no decisions, and not the files that job definitions were read from.
public final class MemoryLedger: Ledger, LedgerReading {
  /// What looks for entries in other export jobs.
  public typealias ItemsElsewhere =
    @Sendable ([EntryID], JobID) throws(LedgerError) -> [EntryID: [ItemElsewhere]]

  fileprivate struct Contents {
    var records: [JobID: JobRecord]
    /// The jobs in the order in which they were first stored.
    var order: [JobID]
    var rejected: [JobID: [Name: [Ordinal: String]]] = [:]
    /// The jobs of which the routes of a definition owe nothing.
    var clear: [Name: Set<JobID>] = [:]
    /// Of all jobs, the newest last.
    var receipts: [RunReceipt] = []
  }

  private let contents: Mutex<Contents>
  private let otherJobs: ItemsElsewhere?

  /// Creates a ledger that knows these jobs.
  ///
  /// - Parameter itemsElsewhere: answers what is known of entries as items of other jobs; nil for what the
  ///   ledger itself knows.
  public init(
    _ records: [JobID: JobRecord] = [:], itemsElsewhere: ItemsElsewhere? = nil
  ) {
    contents = Mutex(Contents(records: records, order: records.keys.sorted()))
    otherJobs = itemsElsewhere
  }

  // MARK: Reading

  /// Every job that has items, in the order in which they were first stored.
  public func jobs() -> [JobID] {
    contents.withLock { contents in
      contents.order.filter { contents.records[$0].map { $0.items.count > 0 } ?? false }
    }
  }

  /// Everything known of a job; an empty record for a job never seen.
  public func record(of job: JobID) -> JobRecord {
    contents.withLock { $0.records[job] ?? JobRecord() }
  }

  /// The items of a job that a sink will never take.
  public func rejected(of job: JobID) -> [RejectedItem] {
    contents.withLock { contents in
      let items = contents.records[job]?.items ?? ItemTable()
      return (contents.rejected[job] ?? [:]).sorted { $0.key < $1.key }.flatMap { route, reasons in
        reasons.sorted { $0.key < $1.key }.map { ordinal, reason in
          RejectedItem(
            route: route, ordinal: ordinal, entryID: items.entryIDs[ordinal], reason: reason)
        }
      }
    }
  }

  /// What the newest runs of a job did.
  public func runs(of job: JobID, limit: Int) -> [RunReceipt] {
    contents.withLock {
      $0.receipts.reversed().filter { $0.jobID == job }.prefix(limit).map(\.self)
    }
  }

  /// What is known of entries as items of other export jobs.
  public func itemsElsewhere(
    of entries: [EntryID], beside job: JobID
  ) throws(LedgerError) -> [EntryID: [ItemElsewhere]] {
    if let otherJobs { return try otherJobs(entries, job) }
    return contents.withLock { contents in
      let wanted = Set(entries)
      let own = contents.order.firstIndex(of: job) ?? contents.order.endIndex
      var found: [EntryID: [ItemElsewhere]] = [:]
      for (place, other) in contents.order.enumerated().reversed() where other != job {
        guard let record = contents.records[other] else { continue }
        for (ordinal, entry) in record.items.entryIDs.enumerated() where wanted.contains(entry) {
          found[entry, default: []].append(
            ItemElsewhere(
              jobID: other, isLater: place > own, entryID: entry,
              work: record.items.table[record.items.work[ordinal]],
              done: record.routesDone(with: ordinal),
              choices: record.routes.compactMapValues { $0.choices[ordinal] }))
        }
      }
      return found
    }
  }

  /// The other export jobs of which routes of a job definition may owe items.
  public func jobsInDoubt(of definition: [Name], beside job: JobID?) -> [JobID] {
    contents.withLock { contents in
      contents.order.filter { other in
        guard other != job, let routes = contents.records[other]?.routes else { return false }
        return definition.contains { name in
          contents.clear[name]?.contains(other) != true
            && routes.values.contains {
              $0.terms.value.map { $0.definition == name.text } ?? true
            }
        }
      }
    }
  }

  /// The newest runs that have come to their end, at most `limit` of them, the newest first.
  public func runs(limit: Int) -> [RecordedRun] {
    contents.withLock { $0.receipts.suffix(limit).reversed().map { RecordedRun($0) } }
  }

  /// The newest run of each export job where that did not come to a good end.
  public func unfinishedRuns(of definition: [Name]) -> [RecordedRun] {
    contents.withLock { contents in
      var newest: [JobID: RunReceipt] = [:]
      for receipt in contents.receipts { newest[receipt.jobID] = receipt }
      return contents.receipts.filter {
        newest[$0.jobID] == $0 && definition.contains($0.definition)
          && $0.ending != .done && $0.ending != .jobFinished
      }.map { RecordedRun($0) }
    }
  }

  /// None: they are not kept.
  public func definitions() -> [ReadDefinition] { [] }

  /// None: they are not kept.
  public func decisions() -> [RecordedDecision] { [] }

  /// Nothing: it keeps no times.
  public func timeline(of job: JobID) -> StatusTimeline {
    StatusTimeline(additions: [], changes: [], firstStatuses: [:])
  }

  /// Only why sinks will never take the item.
  public func history(of ordinal: Ordinal, in job: JobID) -> ItemHistory {
    let reasons = contents.withLock { $0.rejected[job] ?? [:] }
    return ItemHistory(rejections: reasons.compactMapValues { $0[ordinal] })
  }

  // MARK: Storing

  /// Keeps what a snapshot brought.
  public func store(_ change: JobChange, of job: JobID) {
    contents.withLock { $0.change(job) { $0.apply(change) } }
  }

  /// Keeps that a batch was delivered.
  public func store(_ delivery: RecordedDelivery, of job: JobID) {
    contents.withLock { contents in
      contents.change(job, isInDoubt: false) { $0.apply(delivery) }
      for rejection in delivery.rejected {
        contents.rejected[job, default: [:]][delivery.route, default: [:]][rejection.ordinal] =
          rejection.reason
      }
    }
  }

  /// Keeps that the sink of a route has made known that it has all items.
  public func store(finished route: Name, of job: JobID) {
    contents.withLock { $0.change(job, isInDoubt: false) { $0.finish(route) } }
  }

  /// Keeps that the routes of a job definition owe nothing of these jobs.
  public func store(clear jobs: [JobID], of definition: [Name]) {
    contents.withLock { contents in
      for name in definition { contents.clear[name, default: []].formUnion(jobs) }
    }
  }

  /// Keeps what a run did.
  public func store(_ receipt: RunReceipt) {
    contents.withLock { contents in
      contents.receipts.append(receipt)
      if receipt.ending == .jobFinished || !receipt.isClear {
        contents.change(receipt.jobID, isInDoubt: !receipt.isClear) { $0.apply(receipt) }
      }
    }
  }
}

extension MemoryLedger.Contents {
  /// Changes what is known of a job.
  ///
  /// - Parameter isInDoubt: whether its routes may owe something from then on.
  fileprivate mutating func change(
    _ job: JobID, isInDoubt: Bool = true, _ body: (inout JobRecord) -> Void
  ) {
    if records[job] == nil { order.append(job) }
    body(&records[job, default: JobRecord()])
    guard isInDoubt else { return }
    for name in clear.keys { clear[name]?.remove(job) }
  }
}

extension JobRecord {
  /// The routes that are past an item, and neither owe nor reject it, with all terms that they had then.
  fileprivate func routesDone(with ordinal: Ordinal) -> [Name: [RecordedTerms]] {
    routes.filter { _, progress in
      ordinal < progress.position && !progress.late.contains(ordinal)
        && !progress.rejects.contains(ordinal)
    }.mapValues { progress in
      [progress.terms]
        + progress.former.filter { ordinal < $0.end }.map { .known($0.terms) }
    }
  }
}
