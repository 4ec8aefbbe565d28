public import ExportModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An item as a consumer finds it in a sink's place.
public struct DeliveredItem: Hashable, Sendable {
  /// The export job that the item belongs to.
  public let jobID: JobID
  /// The item's id.
  public let entryID: EntryID
  /// The item's status as the sink has it.
  public let status: String

  /// Creates an item.
  public init(jobID: JobID, entryID: EntryID, status: String) {
    self.jobID = jobID
    self.entryID = entryID
    self.status = status
  }

  /// Reads what ``ExportModel/StoredItem/jsonLine`` wrote.
  ///
  /// - Throws: a `DecodingError` for anything else.
  public init(jsonLine: some Collection<UInt8>) throws {
    let line = try JSONDecoder().decode(Line.self, from: Data(jsonLine))
    guard let jobID = JobID(line.jobId), let entryID = EntryID(line.accountingEntryId) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "a line holds an id that is no UUID: \(line)"))
    }
    self.init(jobID: jobID, entryID: entryID, status: line.status)
  }

  /// The item that a sink should have after `item` was delivered.
  public init(_ item: StoredItem) {
    self.init(jobID: item.jobID, entryID: item.entryID, status: item.status.name)
  }

  private struct Line: Decodable {
    let jobId: String
    let accountingEntryId: String
    let status: String
  }
}
