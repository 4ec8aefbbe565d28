import Foundation
import PleoSandbox
import Testing

@testable import struct PleoSandbox.SimulatedData

/// `GET /v3/export-items`.
@Suite struct AccountingDataTests {
  @Test func everyItemHasDataInAnotherOrder() async throws {
    try await Sandbox.withSandbox { sandbox in
      let items = try await sandbox.pagesByCursor("limit=100").flatMap(\.data)
      let data = try await sandbox.data()
      #expect(data.count == 250)
      #expect(data.map(\.accountingEntryId) == items.map(\.accountingEntryId).reversed())
      #expect(Set(data.map(\.companyId)).count == 1)
    }
  }

  @Test func theDataHasWhatTheAPIDocuments() async throws {
    try await Sandbox.withSandbox { sandbox in
      let items = try await sandbox.dataObjects()
      for key in [
        "_links", "accountingEntryId", "accountingEntryLines", "additionalInformation", "amount",
        "companyId", "date", "type",
      ] {
        #expect(items.allSatisfy { $0[key] != nil }, "\(key) is required")
      }
      for key in ["subType", "note", "files", "supplier", "vendor", "user", "bookkeeping"] {
        #expect(items.contains { $0[key] == nil }, "\(key) may be missing")
        #expect(items.contains { $0[key] is NSNull }, "\(key) may be null")
        #expect(items.contains { $0[key] != nil && !($0[key] is NSNull) }, "\(key) may be there")
      }
      let types = Set(items.compactMap { $0["type"] as? String })
      #expect(types == Set(SimulatedData.types))
      let lines = items.compactMap { ($0["accountingEntryLines"] as? [Any])?.count }
      #expect(Set(lines) == [1, 2, 3])
      let dates = items.compactMap { $0["date"] as? String }
      #expect(dates.contains { $0.hasSuffix("Z") && $0.contains(".") })
      #expect(dates.contains { $0.hasSuffix("+01:00") })
    }
  }

  @Test func theLinesAddUpToTheAmount() async throws {
    try await Sandbox.withSandbox { sandbox in
      for item in try await sandbox.dataObjects() {
        let lines = try #require(item["accountingEntryLines"] as? [[String: Any]])
        #expect(
          lines.reduce(0) { $0 + value($1["lineAmount"]) } == value(item["amount"]), "\(item)")
      }
    }
  }

  private func value(_ amount: Any?) -> Int {
    let money = (amount as? [String: Any])?["inWalletCurrency"] as? [String: Any]
    return money?["value"] as? Int ?? .min
  }

  @Test func whatIsWrongWithTheDataCanBeOrdered() async throws {
    var configuration = SandboxConfiguration()
    configuration.itemCount = 30
    configuration.data.missing = [0, 29]
    configuration.data.extra = 3
    try await Sandbox.withSandbox(configuration) { sandbox in
      let items = try await sandbox.pagesByCursor("limit=10").flatMap(\.data)
      let data = Set(try await sandbox.data().map(\.accountingEntryId))
      #expect(data.count == 31)
      let missing = items.map(\.accountingEntryId).filter { !data.contains($0) }
      #expect(missing == [items[0], items[29]].map(\.accountingEntryId))
    }
    configuration.data.isDenied = true
    try await Sandbox.withSandbox(configuration) { sandbox in
      let reply = try await sandbox.ask("/v3/export-items?job_id=\(generatedJob)")
      #expect(reply.code == 403)
      #expect(try reply.problem.message == "the token has no scope export-items:read")
    }
  }

  @Test(arguments: [
    ("?job_id=00000000-0000-4000-8000-000000000001", 422, "EXPORT_JOB_STATUS_UNPROCESSABLE"),
    ("?job_id=00000000-0000-4000-8000-000000000404", 404, "EXPORT_NOT_FOUND"),
    ("", 400, "bad_request"), ("?jobId=\(generatedJob)", 400, "bad_request"),
    ("?job_id=\(generatedJob)&after=AAAAAADJ3YT4YKWVVLYA", 400, "bad_request"),
  ])
  func aQuestionThatHasNoAnswerIsRefused(query: String, code: Int, type: String) async throws {
    try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask("/v3/export-items\(query)")
      #expect(reply.code == code)
      #expect(try reply.problem.type == type)
    }
  }
}

/// An export item, as far as the tests look.
private struct ExportItem: Decodable {
  let accountingEntryId: String
  let companyId: String
}

extension SandboxAddress {
  private struct DataPage: Decodable {
    let data: [ExportItem]
    let pagination: Page.Pagination
  }

  /// The bodies of all pages of data.
  private func dataPages() async throws -> [Data] {
    var bodies: [Data] = []
    var cursor: String?
    repeat {
      let after = try cursor.map { "&after=\(try encoded($0))" } ?? ""
      let reply = try await ask("/v3/export-items?job_id=\(generatedJob)&limit=100\(after)")
      try #require(reply.code == 200)
      bodies.append(reply.body)
      let page = try JSONDecoder().decode(DataPage.self, from: reply.body).pagination
      cursor = page.hasNextPage ? page.endCursor : nil
    } while cursor != nil
    return bodies
  }

  fileprivate func data() async throws -> [ExportItem] {
    try await dataPages().flatMap { try JSONDecoder().decode(DataPage.self, from: $0).data }
  }

  fileprivate func dataObjects() async throws -> [[String: Any]] {
    try await dataPages().flatMap { body in
      let page = try #require(
        try JSONSerialization.jsonObject(with: body) as? [String: Any])
      return try #require(page["data"] as? [[String: Any]])
    }
  }
}
