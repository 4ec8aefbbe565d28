import SinkKit

extension CrashPoint {
  // Opening, and recovering from a delivery that failed.
  static let locked = CrashPoint("file_queue.locked", "the queue is locked for the route")
  static let journalsRead = CrashPoint("file_queue.journals_read", "the journals are read")
  static let rolledForward = CrashPoint(
    "file_queue.rolled_forward", "a message of an earlier run is published")
  static let rollForwardSynced = CrashPoint(
    "file_queue.roll_forward_synced", "what was published of earlier runs is durable")
  static let swept = CrashPoint(
    "file_queue.swept", "a message that an earlier run did not publish is removed")

  // Delivering.
  static let messageWritten = CrashPoint(
    "file_queue.message_written", "a message is written, and nobody sees it yet")
  static let messagesSynced = CrashPoint(
    "file_queue.messages_synced", "every message of the batch is durable, and nobody sees one yet")
  static let journalSynced = CrashPoint(
    "file_queue.journal_synced", "the journal says durably which messages are published")
  static let messagePublished = CrashPoint(
    "file_queue.message_published", "a message is where consumers see it")
  static let queueSynced = CrashPoint(
    "file_queue.queue_synced", "what consumers see of the batch is durable")

  // Finishing.
  static let finished = CrashPoint(
    "file_queue.finished",
    "consumers can tell durably that all messages of an export job are published")

  // Closing.
  static let journalRemoved = CrashPoint(
    "file_queue.journal_removed", "the journal of an export job is removed or shortened")

  /// All of the sink's.
  static let ofFileQueue = [
    locked, journalsRead, rolledForward, rollForwardSynced, swept, messageWritten, messagesSynced,
    journalSynced, messagePublished, queueSynced, finished, journalRemoved,
  ]

  /// Is called at every point; a test throws to end the work there.
  typealias Hook = @Sendable (CrashPoint) throws -> Void
}
