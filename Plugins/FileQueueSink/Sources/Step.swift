/// A point that a process may die at, just after what the case names was done: a test throws there.
enum Step: Sendable {
  // Opening, and recovering from a delivery that failed.
  case locked, readJournals, rolledForward, syncedRollForward, swept
  // Delivering.
  case wroteMessage, syncedMessages, journalled, published, syncedQueue
  // Closing.
  case removedJournal

  /// Is called at every step; throws to end the work there.
  typealias Hook = @Sendable (Step) throws -> Void
}
