import DurableFiles
import SinkKit

/// Adds each batch to the end of a file, durable when the delivery returns.
///
/// An item that comes again is known by its row, so a run reads the file once for each export job.
actor CSVSink: Sink {
  private let file: CSVFile
  private let label: SinkLabel
  /// The entries that are in the file, by their export job; none of a job whose last delivery failed.
  private var known: [JobID: Set<EntryID>] = [:]

  init(_ file: CSVFile, as label: SinkLabel) throws(SinkError) {
    self.file = file
    self.label = label
    do {
      try file.locked { folder in
        try file.undoUnfinished(in: folder)
        try file.checkFormat(in: folder, isNoting: true)
      }
    } catch {
      throw SinkError(error, of: file.words)
    }
    CrashPoint.opened.pass()
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    let job = batch.jobID
    do {
      return try file.locked { folder in
        try file.undoUnfinished(in: folder)
        var entries = try known.removeValue(forKey: job) ?? file.entries(of: job, in: folder)
        let items = batch.items.filter { !entries.contains($0.entryID) }
        if !items.isEmpty { try file.append(items, in: folder) }
        entries.formUnion(items.lazy.map(\.entryID))
        known[job] = entries
        return DeliveryReceipt(written: items.count, absorbed: batch.items.count - items.count)
      }
    } catch {
      throw SinkError(error, of: file.words)
    }
  }

  func finish(_ set: WholeSet) async throws(SinkError) {
    do {
      try file.locked { folder in try file.finish(set, of: label, in: folder) }
    } catch {
      throw SinkError(error, of: file.words)
    }
  }

  /// Nothing is held between deliveries.
  func close() async throws(SinkError) { known = [:] }
}
