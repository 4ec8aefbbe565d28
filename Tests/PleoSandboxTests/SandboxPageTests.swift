import ExportModel
import Foundation
import PleoSandbox
import Testing

@Suite struct SandboxPageTests {
  @Test func walkingByCursorGivesEveryItemOnce() async throws {
    try await Sandbox.withSandbox { sandbox in
      let pages = try await sandbox.pagesByCursor("limit=100")
      #expect(pages.map(\.data.count) == [100, 100, 50])
      #expect(pages.map(\.pagination.hasPreviousPage) == [false, true, true])
      #expect(pages.allSatisfy { $0.pagination.total == 250 })
      let items = pages.flatMap(\.data)
      #expect(items.allSatisfy { $0.exportJobId == generatedJob })
      let ids = items.map(\.accountingEntryId)
      #expect(Set(ids).count == 250)
      #expect(ids != ids.sorted(), "the order must not be sorted: clients sort for themselves")
      #expect(ids.allSatisfy { UUID(uuidString: $0) != nil && $0 == $0.lowercased() })
      #expect(ids.allSatisfy { Array($0)[14] == "4" && "89ab".contains(Array($0)[19]) })
    }
  }

  @Test func offsetsGiveTheItemsThatCursorsGive() async throws {
    try await Sandbox.withSandbox { sandbox in
      let byCursor = try await sandbox.pagesByCursor("limit=60").flatMap(\.data)
      var byOffset: [Item] = []
      for offset in stride(from: 0, to: 300, by: 60) {
        byOffset += try await sandbox.page("limit=60&offset=\(offset)").data
      }
      #expect(byOffset == byCursor)
    }
  }

  @Test func walkingBackwardsGivesTheSamePages() async throws {
    try await Sandbox.withSandbox { sandbox in
      let forwards = try await sandbox.pagesByCursor("limit=50")
      var backwards = [try #require(forwards.last)]
      while let first = backwards.first?.pagination, first.hasPreviousPage {
        let cursor = try encoded(try #require(first.startCursor))
        backwards.insert(try await sandbox.page("limit=50&before=\(cursor)"), at: 0)
      }
      #expect(backwards.map(\.data) == forwards.map(\.data))
      #expect(backwards.map(\.pagination.hasNextPage) == forwards.map(\.pagination.hasNextPage))
    }
  }

  @Test func theLastPageHasACursorAndNothingIsAfterIt() async throws {
    try await Sandbox.withSandbox { sandbox in
      let last = try await sandbox.page("offset=249")
      #expect(last.data.count == 1)
      #expect(!last.pagination.hasNextPage)
      let cursor = try #require(last.pagination.endCursor)
      #expect(cursor.wholeMatch(of: /[A-Z2-7]{20}=[A-Z2-7]{26}/) != nil)
      let beyond = try await sandbox.page("after=\(try encoded(cursor))")
      #expect(beyond.data.isEmpty)
      #expect(!beyond.pagination.hasNextPage)
      #expect(beyond.pagination.hasPreviousPage)
    }
  }

  @Test func twoSandboxesAnswerAlike() async throws {
    let target = "/v3/export-jobs/\(generatedJob)/items?limit=100&offset=100"
    let first = try await Sandbox.withSandbox { try await $0.ask(target).body }
    let second = try await Sandbox.withSandbox { try await $0.ask(target).body }
    #expect(first == second)
    let other = try await Sandbox.withSandbox {
      try await $0.page("limit=100&offset=100", of: "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f5")
    }
    let page = try JSONDecoder().decode(Page.self, from: first)
    #expect(Set(page.data).isDisjoint(with: other.data))
  }

  @Test func theItemsOfAJobAreTheSameInEveryVersion() async throws {
    try await Sandbox.withSandbox { sandbox in
      let items = try await sandbox.page("limit=2").data
      #expect(
        items.map(\.accountingEntryId) == [
          "ea383585-c037-4923-b6f3-be2340f6c407", "0b0f9595-0a8a-4ce7-bb39-7271bd7b4c00",
        ])
    }
  }

  @Test(arguments: [
    (100, "limit=1000", 100), (100, "limit=100", 100), (100, "limit=99", 99), (100, "", 20),
    (100, "limit=0", 0), (1000, "limit=1000", 250), (7, "", 7),
  ])
  func aPageHasNoMoreItemsThanTheCap(cap: Int, query: String, count: Int) async throws {
    var configuration = SandboxConfiguration()
    configuration.pageCap = cap
    try await Sandbox.withSandbox(configuration) { sandbox in
      let page = try await sandbox.page(query)
      #expect(page.data.count == count)
    }
  }

  @Test func aStatusChoosesItemsOnAllPages() async throws {
    var configuration = SandboxConfiguration()
    configuration.itemCount = 1000
    try await Sandbox.withSandbox(configuration) { sandbox in
      let all = try await sandbox.pagesByCursor("limit=100").flatMap(\.data)
      for (status, share) in [
        ("pending", 650...750), ("in_progress", 50...150), ("successful", 50...150),
        ("failed", 50...150), ("abandoned", 0...0),
      ] {
        let pages = try await sandbox.pagesByCursor("status=\(status)&limit=30")
        let chosen = all.filter { $0.status == status }
        #expect(pages.flatMap(\.data) == chosen)
        #expect(pages.allSatisfy { $0.pagination.total == chosen.count })
        #expect(share.contains(chosen.count))
      }
    }
  }

  @Test func aRequestsPagingIsSaidBack() async throws {
    try await Sandbox.withSandbox { sandbox in
      let cursor = try #require(try await sandbox.page("limit=1").pagination.endCursor)
      let reply = try await sandbox.ask(
        "/v3/export-jobs/\(generatedJob)/items?limit=3&status=failed&after=\(encoded(cursor))")
      let pagination = try #require(try reply.document["pagination"] as? NSDictionary)
      #expect(
        pagination["currentRequestPagination"] as? NSDictionary == [
          "after": cursor, "limit": 3, "sortingKeys": [], "sortingOrder": [],
          "parameters": ["jobId": [generatedJob], "status": ["failed"]],
        ])
    }
  }

  @Test func everyItemHasAllEightFieldsAndThoseOfItsStatusAreSet() async throws {
    let outcome = ["externalId", "exportedAt", "failureReason", "failureReasonType"]
    let never = ["externalUrl"]
    try await Sandbox.withSandbox { sandbox in
      for (status, set) in [
        ("pending", []), ("in_progress", []), ("successful", ["externalId", "exportedAt"]),
        ("failed", ["failureReason", "failureReasonType"]),
      ] {
        let reply = try await sandbox.ask(
          "/v3/export-jobs/\(generatedJob)/items?limit=1&status=\(status)")
        let items = try #require(try reply.document["data"] as? [[String: Any]])
        let item = try #require(items.first)
        #expect(
          Set(item.keys)
            == Set(outcome + never + ["exportJobId", "accountingEntryId", "status"]))
        #expect(outcome.filter { item[$0] is String } == set)
        #expect((outcome + never).filter { item[$0] is NSNull }.count == 5 - set.count)
      }
    }
  }

  @Test func theEndOfAMillionItemsIsReachable() async throws {
    var configuration = SandboxConfiguration()
    configuration.itemCount = 1_000_000
    try await Sandbox.withSandbox(configuration) { sandbox in
      let nearEnd = try await sandbox.page("limit=100&offset=999900")
      #expect(nearEnd.data.count == 100)
      #expect(nearEnd.pagination.total == 1_000_000)
      #expect(!nearEnd.pagination.hasNextPage)
      let tenth = try #require(
        try await sandbox.page("limit=10&offset=999900").pagination.endCursor)
      let last = try await sandbox.page("limit=100&after=\(try encoded(tenth))")
      #expect(last.data == Array(nearEnd.data.dropFirst(10)))
      #expect(!last.pagination.hasNextPage)
    }
  }
}
