public import ExportModel
public import PageSourceKit
public import SinkKit

/// Receives what a run does, as it does it.
///
/// Called from several tasks at once; returns quickly and cannot change the run.
public protocol RunObserver: Sendable {
  /// Something happened.
  func observe(_ event: RunEvent)
}

/// Something that happens in a run.
public enum RunEvent: Sendable {
  /// The job was read.
  case jobRead(ExportJob)
  /// A page arrived; pages count from 1.
  case pageRead(number: Int, items: Int, soFar: Int, total: Int?)
  /// A page of accounting data arrived; pages count from 1.
  case dataPageRead(number: Int, items: Int, soFar: Int, total: Int?)
  /// There is data of items that the export job does not list.
  case dataWithoutItem(items: Int)
  /// The list changed while it was read, so it is read again.
  case readingAgain(reason: String)
  /// A count does not add up, and the definition says to go on.
  case incomplete(message: String)
  /// Every page is there and the set is whole.
  case sealed(items: Int)
  /// The snapshot is in the ledger.
  case stored(new: Int, changed: Int)
  /// Items that the ledger knows are no longer listed.
  case missing(items: Int)
  /// A route owes items that no run delivers until a person decides.
  case held(route: Name, items: Int, reason: HeldReason)
  /// Items in a status that is held.
  case heldStatus(ItemStatus, items: Int)
  /// Items that needed work and that no route takes.
  case untaken(items: Int)
  /// What a route delivered to before is no longer at its path.
  case placeReplaced(route: Name, place: String)
  /// The export job has ended with items that no run ever retrieved.
  case neverRetrieved(items: Int)
  /// Items of another export job are owed, or a person must decide on them.
  case owedElsewhere(OwedElsewhere)
  /// The export job has ended; what its routes still owe follows.
  case jobEnded(ExportJob)
  /// The export job's ``PageSourceKit/ExportJob/timeLeft`` is short, or over.
  case jobExpiresSoon(ExportJob)
  /// The export job's time is over: nothing of it is begun, or nothing more.
  case jobExpired(hasBegun: Bool)
  /// A batch is durable in a sink and recorded in the ledger.
  case delivered(route: Name, receipt: DeliveryReceipt, outstanding: Int)
  /// A sink will never take an item.
  case rejected(route: Name, entryID: EntryID, reason: String)
  /// A sink is in passing trouble; the batch is tried again after the wait.
  case sinkRetry(route: Name, error: SinkError, wait: Duration)
  /// The run, or one of its routes while others go on, cannot go on.
  case failed(RunTrouble)
}
