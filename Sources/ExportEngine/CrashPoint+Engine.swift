public import CrashPoints

extension CrashPoint {
  static let pageRead = CrashPoint("run.page_read", "a page is read")
  static let sealed = CrashPoint("run.sealed", "every item is read, and nothing is stored yet")
  static let itemsStored = CrashPoint("run.items_stored", "the ledger has the items")
  static let sinkOpened = CrashPoint("run.sink_opened", "the sink of a route is open")
  static let batchDelivered = CrashPoint(
    "run.batch_delivered", "a sink has a batch, and the ledger does not know yet")
  static let positionMoved = CrashPoint(
    "run.position_moved", "the ledger knows that a sink has a batch")
  static let setFinished = CrashPoint(
    "run.set_finished",
    "a sink has made known that it has all items, and the ledger does not know yet")
  static let finishStored = CrashPoint(
    "run.finish_stored", "the ledger knows that a sink has made known that it has all items")
  static let sinkClosed = CrashPoint("run.sink_closed", "the sink of a route is closed")
  static let receiptStored = CrashPoint(
    "run.receipt_stored", "the ledger has what the run did, and nobody was told yet")

  /// All of the engine's, in the order in which a run passes them.
  public static let ofEngine = [
    pageRead, sealed, itemsStored, sinkOpened, batchDelivered, positionMoved, setFinished,
    finishStored, sinkClosed, receiptStored,
  ]
}
