public import ExportModel
import Foundation

/// All that a route has delivered of an export job, once it owes nothing more of it.
public struct WholeSet: Equatable, Sendable {
  /// The export job.
  public let jobID: JobID
  /// How many items the sink has.
  public let items: Int
  /// How many items the sink said that it will never take.
  public let rejected: Int
  /// A fingerprint of the items that the sink has, in their order.
  public let orderHash: String
  /// When the route owed nothing more: the time in UTC, to the second, such as `2026-11-30T21:00:00Z`.
  public let finishedAt: String

  /// Describes a set.
  public init(
    jobID: JobID, items: Int, rejected: Int, orderHash: String, finishedAt: String
  ) {
    self.jobID = jobID
    self.items = items
    self.rejected = rejected
    self.orderHash = orderHash
    self.finishedAt = finishedAt
  }
}

extension WholeSet {
  /// The set as one JSON object on one line, with a final newline: keys `jobId`, `job` and `route` of the label, `items`,
  /// `rejected`, `orderHash` and `finishedAt`.
  public func jsonLine(of label: SinkLabel) -> [UInt8] {
    Array(
      """
      {"jobId":"\(jobID)","job":"\(label.job)","route":"\(label.route)","items":\(items),\
      "rejected":\(rejected),"orderHash":"\(orderHash)","finishedAt":"\(finishedAt)"}

      """.utf8)
  }
}

extension WholeSet {
  /// Reads what ``jsonLine(of:)`` wrote.
  ///
  /// - Throws: a `DecodingError` for anything else.
  public init(jsonLine: some Collection<UInt8>) throws {
    let line = try JSONDecoder().decode(Line.self, from: Data(jsonLine))
    guard let jobID = JobID(line.jobId) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "a line holds an id that is no UUID: \(line)"))
    }
    self.init(
      jobID: jobID, items: line.items, rejected: line.rejected, orderHash: line.orderHash,
      finishedAt: line.finishedAt)
  }

  private struct Line: Decodable {
    let jobId: String
    let items: Int
    let rejected: Int
    let orderHash: String
    let finishedAt: String
  }
}
