import DurableFiles
import ExportModel
import SinkKit

/// The folders of a queue, open, as one label works in them.
///
/// `.sluice/<job>.<route>` is the label's own: its lock and its journals. In `tmp` the label's
/// messages begin with `<job>.<route>.`; no name has a dot, so no label's begins with another's.
struct QueueFolders: ~Copyable, Sendable {
  let tmp: Directory
  let new: Directory
  let cur: Directory
  let own: Directory
  let prefix: String

  /// Opens the folders, and creates those that are missing.
  init(at path: String, for label: SinkLabel) throws {
    let name = "\(label.job).\(label.route)"
    let own = try Directory(at: "\(path)/.sluice/\(name)", creating: true)
    let tmp = try Directory(at: "\(path)/tmp", creating: true)
    let new = try Directory(at: "\(path)/new", creating: true)
    let cur = try Directory(at: "\(path)/cur", creating: true)
    self.own = own
    self.tmp = tmp
    self.new = new
    self.cur = cur
    prefix = "\(name)."
  }

  /// Finishes what was journalled and removes what was not; a run that died is the usual reason,
  /// a delivery that failed the other.
  ///
  /// - Returns: the journals there are.
  borrowing func recover(_ step: Step.Hook) throws -> [JobID: Journal] {
    // The newest journal may have been seen by nobody's sync: what is published from now on
    // rests on it.
    try own.sync()
    let journals = try readJournals()
    try step(.readJournals)
    let unfinished = Set(try tmp.names())
    for (_, journal) in journals.sorted(by: { $0.key < $1.key }) {
      for entry in journal.entries where unfinished.contains(prefix + entry.name) {
        try publish(entry.name)
        try step(.rolledForward)
      }
    }
    try new.sync()
    try step(.syncedRollForward)
    // What no journal names was never published, and is delivered again.
    for name in try tmp.names() where name.hasPrefix(prefix) {
      try tmp.remove(name)
      try step(.swept)
    }
    try tmp.sync()
    return journals
  }

  /// Puts a durable message where consumers see it, in one step.
  borrowing func publish(_ name: String) throws {
    try tmp.move(prefix + name, to: new, as: name)
  }

  /// Whether a message stands in the queue, taken or not.
  ///
  /// A consumer moves messages from `new` to `cur`, so the other order could miss one.
  borrowing func holds(_ name: String) throws -> Bool {
    if try new.holds(name) { return true }
    return try cur.holds(name)
  }

  private borrowing func readJournals() throws -> [JobID: Journal] {
    var journals: [JobID: Journal] = [:]
    for name in try own.names() where name.hasSuffix(Journal.suffix) {
      guard let job = JobID(name.dropLast(Journal.suffix.count)),
        let journal = Journal(text: try own.read(name), of: job)
      else {
        throw SinkError(
          .invalid, "cannot understand the queue's journal \(own.path)/\(name)",
          hint: "it says which messages were published: restore it, or remove it if messages that "
            + "were taken already may come once more")
      }
      journals[job] = journal
    }
    return journals
  }
}
