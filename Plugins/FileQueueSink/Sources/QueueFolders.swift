import DurableFiles
import SinkKit

/// The folders of a queue, open, as one label works in them.
///
/// `.sluice/<job>.<route>` is the label's own: its lock and its journals, and in `staged` the messages that are not published
/// yet. They lie beside the journals that name them, where nobody cleans up: a message that a journal names and that is not
/// staged has been published.
struct QueueFolders: ~Copyable, Sendable {
  let staged: Directory
  let new: Directory
  let cur: Directory
  let own: Directory
  private let path: String
  private let name: String

  /// The name of a label's own folder below `.sluice`.
  static func name(of label: SinkLabel) -> String { "\(label.job).\(label.route)" }

  /// Opens the folders, and creates those that are missing.
  init(at path: String, for label: SinkLabel, access: FileAccess) throws {
    try self.init(at: path, for: Self.name(of: label), access: access)
  }

  private init(at path: String, for name: String, access: FileAccess) throws {
    let queue = try Directory(ownedAt: path, access: access)
    // What only sluice reads is its own; what consumers use is the group's too, where it may be.
    let own = try Directory(name, ownedIn: Directory(".sluice", ownedIn: queue))
    let staged = try Directory("staged", ownedIn: own, access: access)
    let new = try Directory("new", ownedIn: queue, access: access)
    let cur = try Directory("cur", ownedIn: queue, access: access)
    self.path = path
    self.name = name
    self.own = own
    self.staged = staged
    self.new = new
    self.cur = cur
  }

  /// Finishes what was journalled and removes what was not; a run that died is the usual reason,
  /// a delivery that failed the other.
  ///
  /// - Returns: the journals there are.
  borrowing func recover(_ crashPoint: CrashPoint.Hook) throws -> [JobID: Journal] {
    // The newest journal may have been seen by nobody's sync: what is published from now on
    // rests on it.
    try own.sync()
    let journals = try readJournals()
    try crashPoint(.journalsRead)
    try takeOverStaged()
    let unfinished = Set(try staged.names())
    for (_, journal) in journals.sorted(by: { $0.key < $1.key }) {
      for entry in journal.entries where unfinished.contains(entry.name) {
        try publish(entry.name)
        try crashPoint(.rolledForward)
      }
    }
    try new.sync()
    try crashPoint(.rollForwardSynced)
    // What no journal names was never published, and is delivered again.
    for name in try staged.names() {
      try staged.remove(name)
      try crashPoint(.swept)
    }
    try staged.sync()
    return journals
  }

  /// Takes what a version before this one had staged: in `tmp`, under names that begin with the label's.
  private borrowing func takeOverStaged() throws {
    guard try Directory(at: path).kind(of: "tmp") == .directory else { return }
    let tmp = try Directory(at: "\(path)/tmp")
    for file in try tmp.names() where file.hasPrefix("\(name).") {
      try tmp.move(file, to: staged, as: String(file.dropFirst(name.count + 1)))
    }
    try staged.sync()
  }

  /// Finishes and removes what other labels left that nobody has open now: a route that was renamed is
  /// one of them.
  ///
  /// - Returns: their journals, whose items are published.
  borrowing func recoverOthers(_ crashPoint: CrashPoint.Hook, access: FileAccess) throws -> [JobID:
    Journal]
  {
    var journals: [JobID: Journal] = [:]
    for other in try Self.labels(of: path) where other != name {
      let folders = try QueueFolders(at: path, for: other, access: access)
      // Without a journal there is nothing to finish, and a run that goes on is left alone.
      guard try folders.own.names().contains(where: { $0.hasSuffix(Journal.suffix) }),
        let lock = try? FileLock("lock", in: folders.own, holder: .thisProcess)
      else { continue }
      for (job, journal) in try folders.recover(crashPoint) {
        journals[job, default: Journal()].entries += journal.entries
      }
      lock.release()
    }
    return journals
  }

  /// Throws where something else has the name of one of the folders; those that are missing are as good.
  static func check(at path: String, for label: SinkLabel) throws(FileError) {
    do throws(FileError) {
      let queue = try Directory(at: path)
      for name in ["new", "cur", ".sluice"] { try queue.checkFolder(name) }
      try Directory(at: "\(path)/.sluice").checkFolder(name(of: label))
      try Directory(at: "\(path)/.sluice/\(name(of: label))").checkFolder("staged")
    } catch {
      guard error.isMissing else { throw error }
    }
  }

  /// The names of the folders that labels have below `.sluice`.
  static func labels(of path: String) throws(FileError) -> [String] {
    do throws(FileError) {
      let folder = try Directory(at: "\(path)/.sluice")
      var labels: [String] = []
      for name in try folder.names() where try folder.kind(of: name) == .directory {
        labels.append(name)
      }
      return labels
    } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  /// Puts a durable message where consumers see it, in one step; something that is there already is left
  /// as it is.
  borrowing func publish(_ name: String) throws {
    do throws(FileError) {
      try staged.move(name, to: new, asNew: name)
    } catch {
      guard error.isTaken else { throw error }
      guard try Self.isMessage(name, in: new) == true else { throw Self.foreign(name, in: new) }
      try staged.remove(name)
    }
  }

  /// The items whose messages are not in the queue, neither waiting nor taken.
  ///
  /// A consumer moves messages from `new` to `cur`, so all are looked up in `new` first: the other order
  /// could miss one.
  ///
  /// - Throws: where something else has a message's name.
  borrowing func missing(_ items: [StoredItem]) throws -> [StoredItem] {
    let notNew = try items.filter { item in try !Self.holds(item.messageName, in: new) }
    // Consumers usually keep few messages in `cur`, if any; then one look is enough for all.
    let taken = try cur.names(atMost: items.count).map(Set.init)
    if taken?.isEmpty == true { return notNew }
    return try notNew.filter { item in
      let name = item.messageName
      return try taken?.contains(name) == false || !Self.holds(name, in: cur)
    }
  }

  /// Whether a folder has a message under its name.
  private static func holds(_ name: String, in folder: borrowing Directory) throws -> Bool {
    guard let isMessage = try isMessage(name, in: folder) else { return false }
    guard isMessage else { throw foreign(name, in: folder) }
    return true
  }

  /// Whether what has this name is the message that the name is of; nil where nothing has it.
  ///
  /// Its status may be another one, because an item may come again with a newer one.
  private static func isMessage(_ name: String, in folder: borrowing Directory) throws -> Bool? {
    guard let kind = try folder.kind(of: name) else { return nil }
    guard kind == .file else { return false }
    do throws(FileError) {
      return StoredItem.isMessage(
        try folder.read(name, atMost: StoredItem.mostBytesOfMessage), named: name)
    } catch {
      if error.isTooLarge { return false }
      guard error.isMissing else { throw error }
      // A consumer has just moved it, or has removed it: it was a file under this name.
      return nil
    }
  }

  private static func foreign(_ name: String, in folder: borrowing Directory) -> SinkError {
    let kind = (try? folder.kind(of: name))?.words ?? "something"
    return SinkError(
      .invalid, "\(folder.path)/\(name) is \(kind) that sluice did not write",
      hint: "it has the name of a message that is to be published: move it away, and run again")
  }

  private borrowing func readJournals() throws -> [JobID: Journal] {
    var journals: [JobID: Journal] = [:]
    for name in try own.names() where name.hasSuffix(Journal.suffix) {
      guard let job = JobID(name.dropLast(Journal.suffix.count)),
        let journal = Journal(text: try own.read(name, atMost: Journal.mostBytes), of: job)
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
