import SinkKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension StoredItem {
  /// How large a message may be: an item has some hundred bytes, and its data fewer than 16 MiB.
  static let mostBytesOfMessage = 17 << 20

  /// Whether a file holds the message that its name is of, whatever the item's status was: one whole JSON
  /// object with the item's ids.
  static func isMessage(_ contents: [UInt8], named name: String) -> Bool {
    struct Message: Decodable {
      let jobId: String
      let accountingEntryId: String
      let status: String
    }
    guard contents.last == UInt8(ascii: "\n"),
      let message = try? JSONDecoder().decode(Message.self, from: Data(contents)),
      let job = JobID(message.jobId), let entry = EntryID(message.accountingEntryId)
    else { return false }
    let unkeyed = messageName(job, entry)
    return name == unkeyed || name.hasSuffix(".\(unkeyed)")
  }

  /// The name of the item's message: from the item alone, so that losing what we know of it cannot
  /// rename it, and so that names sort as the job's items do.
  var messageName: String {
    "\(orderKey.map { "\($0)." } ?? "")\(Self.messageName(jobID, entryID))"
  }

  /// The part of a message's name that says which item it is of; before it is the order key.
  static func messageName(_ job: JobID, _ entry: EntryID) -> String { "\(job).\(entry).json" }
}
