import SinkKit

/// What the file `<job id>.journal` says: these messages of the job are published, or will be, by
/// renaming what still is staged; and the host may not have recorded them yet.
struct Journal: Equatable, Sendable {
  /// One message, and the item that it is of.
  ///
  /// The item is what an item that comes again is compared with: its message would have another
  /// name once the job definition asks for another order.
  struct Entry: Hashable, Sendable {
    let entryID: EntryID
    let name: String
  }

  /// The messages; those of the batch at hand first, in its order.
  var entries: [Entry] = []

  /// The items that have a message here.
  var entryIDs: Set<EntryID> { Set(entries.map(\.entryID)) }

  /// The journal of a batch that is about to be published, with what `self` has besides it.
  func preceded(by batch: ItemBatch) -> Journal {
    let own = batch.items.map { Entry(entryID: $0.entryID, name: $0.messageName) }
    return Journal(entries: own + without(batch).entries)
  }

  /// What is left once the items of a batch are taken out.
  func without(_ batch: ItemBatch) -> Journal {
    let taken = Set(batch.items.map(\.entryID))
    return Journal(entries: entries.filter { !taken.contains($0.entryID) })
  }
}

extension Journal {
  /// What a journal's file is called behind the job's id.
  static let suffix = ".journal"

  /// How large a journal may be: some 400,000 messages.
  static let mostBytes = 64 * 1024 * 1024

  private static let firstLine = "sluice file queue journal 1"

  /// The name of a job's journal.
  static func fileName(of job: JobID) -> String { "\(job)\(suffix)" }

  /// The file: a line with format and version, then the name of each message on a line.
  var text: [UInt8] {
    entries.reduce(into: Array("\(Self.firstLine)\n".utf8)) { $0 += "\($1.name)\n".utf8 }
  }

  /// Reads the contents of a job's file; nil for anything but what ``text`` writes.
  init?(text: [UInt8], of job: JobID) {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 2, lines.removeFirst() == Self.firstLine, lines.removeLast().isEmpty
    else { return nil }
    for line in lines {
      guard let entry = Entry(messageName: line, of: job) else { return nil }
      entries.append(entry)
    }
  }
}

extension Journal.Entry {
  /// Reads which item of a job a message is of; nil for a name that no message of the job has.
  init?(messageName: String, of job: JobID) {
    let parts = messageName.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, let entryID = EntryID(parts[parts.count - 2]) else { return nil }
    let unkeyed = StoredItem.messageName(job, entryID)
    guard messageName == unkeyed || messageName.hasSuffix(".\(unkeyed)"),
      !messageName.utf8.contains(UInt8(ascii: "/"))
    else { return nil }
    self.init(entryID: entryID, name: messageName)
  }
}
