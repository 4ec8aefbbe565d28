import ExportModel
import SQLite
import SinkKit

/// Writes each batch in one transaction, durable when it is committed.
actor SQLiteSink: Sink {
  private let path: String
  /// nil once the sink is closed.
  private var table: ItemTable?

  init(path: String, table: String) throws(SinkError) {
    self.path = path
    do {
      self.table = try ItemTable(named: table, of: path)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    do {
      guard let written = try table?.write(batch.items) else {
        preconditionFailure("nothing is delivered to a closed sink")
      }
      return DeliveryReceipt(written: written, absorbed: batch.items.count - written)
    } catch {
      throw SinkError(error, path: path)
    }
  }

  func close() async throws(SinkError) {
    table = nil
  }
}
