import ExportModel
import SinkKit

/// What the file `<job id>.journal` says: these messages of the job are published, or will be, by
/// renaming what still stands in `tmp`; and the host may not have recorded them yet.
struct Journal: Equatable, Sendable {
  /// One message.
  struct Entry: Hashable, Sendable {
    let ordinal: Ordinal
    let name: String
  }

  /// The messages, in the order of the job.
  var entries: [Entry] = []

  /// The journal once `batch` is about to be published.
  ///
  /// Of the earlier entries, those behind the batch stay: a batch that comes again may be cut
  /// smaller than it was. Those before it are recorded, or no longer due (line 9 of the contract).
  func succeeded(by batch: ItemBatch) -> Journal {
    let own = batch.items.map { Entry(ordinal: $0.ordinal, name: $0.messageName) }
    return Journal(entries: own + entries(after: own.map(\.ordinal).max() ?? 0))
  }

  /// The entries behind an ordinal: what a batch that ends there leaves to come again.
  func entries(after last: Ordinal) -> [Entry] { entries.filter { $0.ordinal > last } }
}

extension Journal {
  /// What a journal's file is called behind the job's id.
  static let suffix = ".journal"

  private static let firstLine = "sluice file queue journal 1"

  /// The name of a job's journal.
  static func fileName(of job: JobID) -> String { "\(job)\(suffix)" }

  /// The file: a line with format and version, then a line for each message, ordinal first.
  var text: [UInt8] {
    entries.reduce(into: Array("\(Self.firstLine)\n".utf8)) { text, entry in
      text += "\(entry.ordinal) \(entry.name)\n".utf8
    }
  }

  /// Reads a file's contents; nil for anything but what ``text`` writes.
  init?(text: [UInt8]) {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count >= 2, lines.removeFirst() == Self.firstLine, lines.removeLast().isEmpty
    else { return nil }
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let ordinal = Ordinal(parts[0]), ordinal >= 0, !parts[1].isEmpty,
        !parts[1].contains("/")
      else { return nil }
      entries.append(Entry(ordinal: ordinal, name: String(parts[1])))
    }
  }
}
