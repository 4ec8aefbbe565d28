/// An item's place in the order, counted from 0 within its job; given once, for good.
public typealias Ordinal = Int

/// An item as a sink receives it: the guide's "store only what is necessary" and its place.
public struct StoredItem: Hashable, Sendable {
  /// The item's place in the order of its job.
  public let ordinal: Ordinal
  /// The export job that the item belongs to.
  public let jobID: JobID
  /// The item's id.
  public let entryID: EntryID
  /// The item's status in the newest snapshot.
  public let status: ItemStatus
  /// A short ASCII text, safe in file names, that sorts as the order does; nil where the order is
  /// by entry id, because then the entry id itself is the key.
  public let orderKey: String?
  /// The earlier export job that the entry was delivered as part of: Pleo exports an entry again when
  /// its job has expired, and the accounting system may have it. Nil for an entry that is new.
  public let previousJobID: JobID?
  /// What the item is; nil where the job definition does not ask for accounting data, or the sink does not take it.
  public let data: ItemData?

  /// Creates an item.
  public init(
    ordinal: Ordinal, jobID: JobID, entryID: EntryID, status: ItemStatus, orderKey: String? = nil,
    previousJobID: JobID? = nil, data: ItemData? = nil
  ) {
    precondition(ordinal >= 0, "ordinals count from 0")
    self.ordinal = ordinal
    self.jobID = jobID
    self.entryID = entryID
    self.status = status
    self.orderKey = orderKey
    self.previousJobID = previousJobID
    self.data = data
  }
}

extension StoredItem {
  /// The item as one JSON object on one line, with a final newline: keys `jobId`,
  /// `accountingEntryId` and `status`, in that order and in the API's spelling; `previousJobId` where
  /// there is one; and `data`, as the API gave it, and `dataFetchedAt` where there is data.
  public var jsonLine: [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(140 + (data.map { $0.json.count + 60 } ?? 0))
    line += #"{"jobId":""#.utf8
    line += jobID.identifier.utf8Text
    line += #"","accountingEntryId":""#.utf8
    line += entryID.identifier.utf8Text
    line += #"","status":""#.utf8
    appendEscaped(status.name, to: &line)
    if let previousJobID {
      line += #"","previousJobId":""#.utf8
      line += previousJobID.identifier.utf8Text
    }
    if let data {
      line += #"","data":"#.utf8
      line += data.json
      line += #","dataFetchedAt":""#.utf8
      line += data.fetchedAt.utf8
    }
    line += "\"}\n".utf8
    return line
  }
}

/// Appends `text` as the inside of a JSON string (RFC 8259, section 7).
private func appendEscaped(_ text: String, to line: inout [UInt8]) {
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      line += [UInt8(ascii: "\\"), byte]
    case 0..<0x20, 0x7F:
      let hex = String(byte, radix: 16)
      line += "\\u00\(hex.count == 1 ? "0" : "")\(hex)".utf8
    default:
      line.append(byte)
    }
  }
}
