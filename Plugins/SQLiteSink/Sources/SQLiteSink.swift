import DurableFiles
import SQLite
import SinkKit

/// Writes each batch in one transaction, durable when it is committed.
///
/// In the same transaction it notes what the batch held, and what earlier runs' batches held that have not
/// come again: the host may not have recorded them. So an item that comes again is known though a consumer
/// has deleted its row.
actor SQLiteSink: Sink {
  private let place: DatabasePlace
  private let name: String
  private let columns: [ItemColumn]
  private let label: SinkLabel
  /// nil until the first delivery where there is no such table yet, and once the sink is closed.
  private var table: ExportTable?
  private var isClosed = false
  /// What this label's notes had before this sink's deliveries, but for what it has delivered since.
  private var inherited: [JobID: Set<EntryID>] = [:]
  /// What the notes of all labels had then.
  private var known: [JobID: Set<EntryID>] = [:]
  /// What the last delivery of this sink held, the only one that the host may not have recorded.
  private var last: (jobID: JobID, end: Ordinal, entries: [EntryID])?
  /// The jobs whose last delivery returned.
  private var delivered: Set<JobID> = []
  /// Whether a delivery failed, so that the notes must be read again.
  private var isUncertain = true

  init(
    path: String, table: String, columns: [ItemColumn] = [], label: SinkLabel,
    access: FileAccess = .owner
  ) throws(SinkError) {
    place = DatabasePlace(path: path, access: access)
    name = table
    self.columns = columns
    self.label = label
    do {
      if try ExportTable.isThere(named: table, in: place.connect()) {
        self.table = try ExportTable(
          named: table, columns, of: place, label: label, hasData: !columns.isEmpty)
      }
    } catch {
      throw SinkError(error, path: path)
    }
    CrashPoint.opened.pass()
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    let job = batch.jobID
    do {
      try createTable(for: batch.items)
      if isUncertain { try readNotes() }
      isUncertain = true
      delivered.remove(job)
      let rest = inherited[job].map { $0.subtracting(batch.items.lazy.map(\.entryID)) } ?? []
      let rejected = table?.data.rejections(of: batch.items) ?? []
      let refused = Set(rejected.map(\.entryID))
      let items =
        refused.isEmpty ? batch.items : batch.items.filter { !refused.contains($0.entryID) }
      guard let written = try table?.write(items, known: known(before: batch), noting: rest)
      else { preconditionFailure("nothing is delivered to a closed sink") }
      CrashPoint.committed.pass()
      inherited[job] = rest
      last = batch.items.last.map { (job, $0.ordinal, batch.items.map(\.entryID)) }
      delivered.insert(job)
      isUncertain = false
      return DeliveryReceipt(
        written: written, absorbed: items.count - written, rejected: rejected)
    } catch {
      throw SinkError(error, path: place.path)
    }
  }

  /// Creates the table for the first items, where it is missing.
  private func createTable(for items: [StoredItem]) throws {
    guard table == nil, !isClosed else { return }
    table = try ExportTable(
      named: name, columns, of: place, label: label,
      hasData: !columns.isEmpty || items.contains { $0.data != nil })
  }

  func finish(_ set: WholeSet) async throws(SinkError) {
    do {
      try createTable(for: [])
      try table?.finish(set, of: name, label: label)
      CrashPoint.finished.pass()
    } catch {
      throw SinkError(error, path: place.path)
    }
  }

  /// The entries of the batch's job that were written before, even if their rows are gone.
  private func known(before batch: ItemBatch) -> Set<EntryID> {
    let known = known[batch.jobID] ?? []
    // Batches usually follow one another, and then have nothing in common.
    guard let last, last.jobID == batch.jobID, batch.items[0].ordinal <= last.end else {
      return known
    }
    return known.union(last.entries)
  }

  private func readNotes() throws {
    let notes = try table?.notes()
    inherited = notes?.own ?? [:]
    known = notes?.all ?? [:]
    last = nil
  }

  /// Forgets what the host has recorded. What an earlier run held and this one did not deliver again stays
  /// noted, and so does all of a job whose last delivery failed.
  func close() async throws(SinkError) {
    do {
      for job in delivered.sorted() {
        try table?.note([], inherited[job] ?? [], of: job)
        CrashPoint.notesRemoved.pass()
      }
    } catch {
      throw SinkError(error, path: place.path)
    }
    table = nil
    isClosed = true
  }
}
