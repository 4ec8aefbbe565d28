import DurableFiles
import SinkKit

/// Publishes batches so that each message appears exactly once, whenever the process dies.
///
/// A delivery is: messages into `staged`, durable; the journal, durable; messages into `new`, durable.
/// Before the journal nothing is published, and the next ``QueueFolders/recover(_:)`` removes what
/// there is. From the journal on everything is published, for `recover` finishes the renames; and
/// an item that comes again is known by the journal even when a consumer has removed its message.
/// It may come again late, so what an earlier run journalled stays until it has come.
actor FileQueueSink: Sink {
  private let path: String
  private let label: SinkLabel
  private let access: FileAccess
  private let folders: QueueFolders
  private let crashPoint: CrashPoint.Hook
  private var lock: FileLock?
  /// What is on disk.
  private var journals: [JobID: Journal]
  /// What stood on disk before this sink's deliveries, but for what it has delivered again since:
  /// the host may not have recorded it, and may find it due in this run or a later one.
  private var inherited: [JobID: Journal]
  /// What other labels have published and nobody has recorded, as far as is known.
  private let others: [JobID: Set<EntryID>]
  /// The jobs whose last delivery returned.
  private var delivered: Set<JobID> = []
  /// The job of a delivery that stopped half-way: the folders need what opening gives them.
  private var halfDone: JobID?

  init(
    at path: String, as label: SinkLabel, access: FileAccess = .owner,
    crashPoint: @escaping CrashPoint.Hook = { $0.pass() }
  ) throws(SinkError) {
    do {
      let folders = try QueueFolders(at: path, for: label, access: access)
      let lock = try FileLock("lock", in: folders.own, holder: .thisProcess)
      try crashPoint(.locked)
      journals = try folders.recover(crashPoint)
      inherited = journals
      others = try folders.recoverOthers(crashPoint, access: access).mapValues(\.entryIDs)
      self.folders = folders
      self.lock = consume lock
    } catch {
      throw SinkError(error, queue: path, label: label)
    }
    self.path = path
    self.label = label
    self.access = access
    self.crashPoint = crashPoint
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    do {
      if let job = halfDone {
        journals = try folders.recover(crashPoint)
        inherited[job] = journals[job]
      }
      halfDone = batch.jobID
      delivered.remove(batch.jobID)
      let receipt = try publish(batch)
      inherited[batch.jobID] = inherited[batch.jobID]?.without(batch)
      delivered.insert(batch.jobID)
      halfDone = nil
      return receipt
    } catch {
      throw SinkError(error, queue: path)
    }
  }

  private func publish(_ batch: ItemBatch) throws -> DeliveryReceipt {
    let known = (journals[batch.jobID]?.entryIDs ?? []).union(others[batch.jobID] ?? [])
    let items = try folders.missing(batch.items.filter { !known.contains($0.entryID) })
    try write(items)
    let next = (inherited[batch.jobID] ?? Journal()).preceded(by: batch)
    try folders.own.replace(Journal.fileName(of: batch.jobID), with: next.text)
    journals[batch.jobID] = next
    try crashPoint(.journalSynced)
    for item in items {
      try folders.publish(item.messageName)
      try crashPoint(.messagePublished)
    }
    try folders.new.sync()
    try folders.staged.sync()
    try crashPoint(.queueSynced)
    return DeliveryReceipt(written: items.count, absorbed: batch.items.count - items.count)
  }

  /// Writes messages into `staged`, durably.
  private func write(_ items: [StoredItem]) throws {
    for item in items {
      try folders.staged.write(item.jsonLine, to: item.messageName)
      try crashPoint(.messageWritten)
    }
    try folders.staged.sync(files: items.map(\.messageName))
    try folders.staged.sync()
    try crashPoint(.messagesSynced)
  }

  /// Puts a file beside the folders.
  func finish(_ set: WholeSet) async throws(SinkError) {
    do {
      let queue = try Directory(ownedAt: path, creating: false, access: access)
      try queue.replace(WholeSet.fileName(of: set.jobID, label), with: set.jsonLine(of: label))
      try crashPoint(.finished)
    } catch {
      throw SinkError(error, queue: path)
    }
  }

  /// Forgets what the host has recorded, and lets another process have the queue for this label.
  ///
  /// What an earlier run had published and this one did not deliver again stays in the journal, because
  /// it may still come; and so does all of a job whose last delivery failed.
  func close() async throws(SinkError) {
    do {
      for job in delivered.sorted() {
        let file = Journal.fileName(of: job)
        if let rest = inherited[job], !rest.entries.isEmpty {
          try folders.own.replace(file, with: rest.text)
        } else {
          try folders.own.remove(file)
        }
        try crashPoint(.journalRemoved)
      }
      try folders.own.sync()
      lock = nil
    } catch {
      throw SinkError(error, queue: path)
    }
  }
}

extension WholeSet {
  /// What the file ends with that says so.
  static let suffix = ".complete.json"

  /// The name of the file that says so of an export job and a route.
  static func fileName(of job: JobID, _ label: SinkLabel) -> String {
    "\(job).\(label.job).\(label.route)\(suffix)"
  }
}
