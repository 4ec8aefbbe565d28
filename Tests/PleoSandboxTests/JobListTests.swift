import Foundation
import PleoSandbox
import Testing

/// The list of export jobs (`GET /v3/export-jobs`).
@Suite struct JobListTests {
  private struct List: Decodable {
    struct Job: Decodable, Equatable {
      let id: String
      let status: String
      let createdAt: String
    }
    struct Pagination: Decodable {
      let hasNextPage: Bool
      let hasPreviousPage: Bool
      let endCursor: String?
      let total: Int
    }
    let data: [Job]
    let pagination: Pagination
  }

  private static let company = "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18"

  private func list(_ query: String, _ sandbox: SandboxAddress) async throws -> List {
    let reply = try await sandbox.ask("/v3/export-jobs\(query)")
    #expect(reply.code == 200)
    return try JSONDecoder().decode(List.self, from: reply.body)
  }

  @Test func theJobsAreListedTheOldestFirst() async throws {
    try await Sandbox.withSandbox { sandbox in
      let all = try await list("", sandbox)
      #expect(all.data.map(\.status) == ["completed", "failed", "in_progress", "in_progress"])
      #expect(all.data.map(\.createdAt) == all.data.map(\.createdAt).sorted())
      #expect(all.pagination.total == 4)
      let open = try await list(
        "?company_id=\(Self.company.uppercased())&statuses=pending&statuses=in_progress", sandbox)
      #expect(open.data.map(\.id) == ["\(SandboxJobs.guide)", "\(SandboxJobs.empty)"])
      let none = try await list("?company_id=00000000-0000-4000-8000-000000000001", sandbox)
      #expect(none.data == [])
      #expect(none.pagination.endCursor == nil)
    }
  }

  @Test func theListHasPages() async throws {
    try await Sandbox.withSandbox { sandbox in
      let first = try await list("?limit=3", sandbox)
      let cursor = try #require(first.pagination.endCursor)
      let second = try await list("?limit=3&after=\(cursor)", sandbox)
      #expect((first.data + second.data) == (try await list("", sandbox)).data)
      #expect(first.pagination.hasNextPage && !first.pagination.hasPreviousPage)
      #expect(!second.pagination.hasNextPage && second.pagination.hasPreviousPage)
    }
  }

  @Test(arguments: [
    (
      "statuses=abandoned",
      "'abandoned' is not a status; 'statuses' is one of pending, in_progress, failed, completed, "
        + "completed_with_errors"
    ),
    ("status=pending", "the list has no query parameter 'status'; write 'statuses' once for each"),
    ("after=A", "'A' is not a cursor of this list; send one that a page gave"),
  ])
  func aQueryThatCannotBeMeantIsRefused(query: String, message: String) async throws {
    try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask("/v3/export-jobs?\(query)")
      #expect(reply.code == 400)
      #expect(try reply.problem == Problem(type: "bad_request", message: message))
    }
  }
}
