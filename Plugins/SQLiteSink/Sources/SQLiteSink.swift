import DurableFiles
import SQLite
import SinkKit

/// Writes each batch in one transaction, durable when it is committed.
///
/// In the same transaction it notes what the batch held, and what earlier runs' batches held that have not
/// come again: the host may not have recorded them. So an item that comes again is known though a consumer
/// has deleted its row.
actor SQLiteSink: Sink {
  private let path: String
  /// nil once the sink is closed.
  private var table: ExportTable?
  /// What this label's notes had before this sink's deliveries, but for what it has delivered since.
  private var inherited: [JobID: Set<EntryID>] = [:]
  /// What the notes of all labels have.
  private var known: [JobID: Set<EntryID>] = [:]
  /// The jobs whose last delivery returned.
  private var delivered: Set<JobID> = []
  /// Whether a delivery failed, so that the notes must be read again.
  private var isUncertain = true

  init(
    path: String, table: String, label: SinkLabel, access: FileAccess = .owner
  ) throws(SinkError) {
    self.path = path
    do {
      self.table = try ExportTable(
        named: table, of: DatabasePlace(path: path, access: access), label: label)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    let job = batch.jobID
    do {
      if isUncertain { try readNotes() }
      isUncertain = true
      delivered.remove(job)
      let entries = Set(batch.items.map(\.entryID))
      let rest = (inherited[job] ?? []).subtracting(entries)
      guard
        let written = try table?.write(
          batch.items, known: known[job] ?? [], noting: rest.union(entries))
      else { preconditionFailure("nothing is delivered to a closed sink") }
      inherited[job] = rest
      known[job, default: []].formUnion(entries)
      delivered.insert(job)
      isUncertain = false
      return DeliveryReceipt(written: written, absorbed: batch.items.count - written)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  private func readNotes() throws {
    let notes = try table?.notes()
    inherited = notes?.own ?? [:]
    known = notes?.all ?? [:]
  }

  /// Forgets what the host has recorded. What an earlier run held and this one did not deliver again stays
  /// noted, and so does all of a job whose last delivery failed.
  func close() async throws(SinkError) {
    do {
      for job in delivered.sorted() { try table?.note(inherited[job] ?? [], of: job) }
    } catch {
      throw SinkError(error, path: path)
    }
    table = nil
  }
}
