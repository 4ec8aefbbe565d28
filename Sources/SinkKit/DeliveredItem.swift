public import ExportModel
import JSONReader

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
  /// What the item is, as JSON; nil where the sink's place does not have it.
  public let data: String?

  /// Creates an item.
  public init(jobID: JobID, entryID: EntryID, status: String, data: String? = nil) {
    self.jobID = jobID
    self.entryID = entryID
    self.status = status
    self.data = data
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
    let data = JSONPaths([["data"]]).texts(in: Array(jsonLine))[0]
    self.init(
      jobID: jobID, entryID: entryID, status: line.status,
      data: data.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Reads lines of JSON.
  ///
  /// - Throws: a `DecodingError` for a line of anything else.
  public static func all(inLines text: [UInt8]) throws -> [DeliveredItem] {
    try text.split(separator: UInt8(ascii: "\n")).map { try DeliveredItem(jsonLine: $0) }
  }

  /// The item that a sink should have after `item` was delivered.
  public init(_ item: StoredItem) {
    self.init(
      jobID: item.jobID, entryID: item.entryID, status: item.status.name,
      data: item.data.map { String(decoding: $0.json, as: UTF8.self) })
  }

  private struct Line: Decodable {
    let jobId: String
    let accountingEntryId: String
    let status: String
  }
}
