import DurableFiles
import ExportModel
import SinkKit

/// Publishes batches so that each message appears exactly once, whenever the process dies.
///
/// A delivery is: messages into `tmp`, durable; the journal, durable; messages into `new`, durable.
/// Before the journal nothing is published, and the next ``QueueFolders/recover(_:)`` removes what
/// there is. From the journal on everything is published, for `recover` finishes the renames; and
/// an item that comes again is known by the journal even when a consumer has removed its message.
actor FileQueueSink: Sink {
  private let path: String
  private let folders: QueueFolders
  private let step: Step.Hook
  private var lock: FileLock?
  private var journals: [JobID: Journal]
  /// The jobs whose last delivery returned, and the last ordinal of it: once the sink is closed,
  /// everything up to there is recorded.
  private var delivered: [JobID: Ordinal] = [:]
  /// Whether a delivery stopped half-way, so that the folders need what opening gives them.
  private var isHalfDone = false

  init(at path: String, as label: SinkLabel, step: @escaping Step.Hook = { _ in })
    throws(SinkError)
  {
    do {
      let folders = try QueueFolders(at: path, for: label)
      let lock = try FileLock(at: "\(folders.own.path)/lock", holder: .thisProcess)
      try step(.locked)
      journals = try folders.recover(step)
      self.folders = folders
      self.lock = consume lock
    } catch {
      throw SinkError(error, queue: path, label: label)
    }
    self.path = path
    self.step = step
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    do {
      if isHalfDone { journals = try folders.recover(step) }
      isHalfDone = true
      delivered[batch.jobID] = nil
      let receipt = try publish(batch)
      delivered[batch.jobID] = batch.items.last?.ordinal
      isHalfDone = false
      return receipt
    } catch {
      throw SinkError(error, queue: path)
    }
  }

  private func publish(_ batch: ItemBatch) throws -> DeliveryReceipt {
    let journal = journals[batch.jobID] ?? Journal()
    let known = Set(journal.entries.map(\.name))
    let items = try batch.items.filter { item in
      let name = item.messageName
      return try !known.contains(name) && !folders.holds(name)
    }
    try write(items)
    let next = journal.succeeded(by: batch)
    try folders.own.replace(Journal.fileName(of: batch.jobID), with: next.text)
    journals[batch.jobID] = next
    try step(.journalled)
    for item in items {
      try folders.publish(item.messageName)
      try step(.published)
    }
    try folders.new.sync()
    try folders.tmp.sync()
    try step(.syncedQueue)
    return DeliveryReceipt(written: items.count, absorbed: batch.items.count - items.count)
  }

  /// Writes messages into `tmp`, durably.
  private func write(_ items: [StoredItem]) throws {
    let names = items.map { folders.prefix + $0.messageName }
    for (item, name) in zip(items, names) {
      try folders.tmp.write(item.jsonLine, to: name)
      try step(.wroteMessage)
    }
    try folders.tmp.sync(files: names)
    try folders.tmp.sync()
    try step(.syncedMessages)
  }

  /// Forgets what the host has recorded, and lets another process have the queue for this label.
  ///
  /// What a run that died had published behind the last delivery stays in the journal, for it is
  /// still to come again; and so does all of a job whose last delivery failed.
  func close() async throws(SinkError) {
    do {
      for (job, last) in delivered.sorted(by: { $0.key < $1.key }) {
        let file = Journal.fileName(of: job)
        if let rest = journals[job]?.entries(after: last), !rest.isEmpty {
          try folders.own.replace(file, with: Journal(entries: rest).text)
        } else {
          try folders.own.remove(file)
        }
        try step(.removedJournal)
      }
      try folders.own.sync()
      lock = nil
    } catch {
      throw SinkError(error, queue: path)
    }
  }
}
