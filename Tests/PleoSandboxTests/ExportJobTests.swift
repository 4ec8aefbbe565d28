import ExportModel
import Foundation
import PleoSandbox
import Testing

@Suite struct ExportJobTests {
  @Test func aJobIsInProgressAndSaysHowManyItemsItHas() async throws {
    var configuration = SandboxConfiguration()
    // 2026-03-02T08:22:04Z
    configuration.now = { 1_772_439_724_000 }
    try await Sandbox.withSandbox(configuration) { sandbox in
      let reply = try await sandbox.ask("/v3/export-jobs/\(generatedJob.uppercased())")
      let expected = """
        {"data": {
          "id": "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4",
          "companyId": "a17be2c0-55d3-4f0a-8c1e-90b4d7236e18",
          "status": "in_progress",
          "createdAt": "2026-03-02T08:15:04Z",
          "createdBy": "c4d90f1e-2b36-4a77-9e05-6f8a31d2b7c0",
          "startedAt": "2026-03-02T08:15:31Z",
          "lastUpdatedAt": "2026-03-02T08:22:04Z",
          "completedAt": null,
          "expiredAt": null,
          "expiresIn": 3600,
          "isInteractive": true,
          "numberOfItems": 250,
          "vendorBasedBookkeeping": false,
          "failureReason": null,
          "failureReasonType": null
        }}
        """
      #expect(reply.code == 200)
      #expect(reply.contentType == "application/json;charset=UTF-8")
      let document = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary
      #expect(try reply.document == document)
    }
  }

  @Test(
    arguments: [
      (SandboxJobs.guide, "in_progress", 4, nil),
      (SandboxJobs.empty, "in_progress", 0, nil),
      (SandboxJobs.completed, "completed", 30, nil),
      (SandboxJobs.failed, "failed", 30, "job_expired"),
    ] as [(JobID, String, Int, String?)])
  func theSpecialJobsAreWhatTheyAreNamed(
    id: JobID, status: String, count: Int, failure: String?
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.itemCount = 30
    try await Sandbox.withSandbox(configuration) { sandbox in
      let reply = try await sandbox.ask("/v3/export-jobs/\(id)")
      let job = try #require(try reply.document["data"] as? [String: Any])
      #expect(job["status"] as? String == status)
      #expect(job["numberOfItems"] as? Int == count)
      #expect(job["failureReasonType"] as? String == failure)
      #expect((job["expiredAt"] is String) == (status == "failed"))
      #expect((job["completedAt"] is String) == (status == "completed"))
    }
  }

  @Test func theItemsOfAFinishedJobAreFinal() async throws {
    let other = try #require(JobID("9d2f6a10-43c8-4b7e-8f51-6e0c9b3a7d24"))
    var configuration = SandboxConfiguration()
    configuration.finished[other] = .completedWithErrors
    try await Sandbox.withSandbox(configuration) { sandbox in
      for (id, final) in [
        (SandboxJobs.completed, ["successful"]),
        (other, ["failed", "successful"]),
        (SandboxJobs.failed, ["abandoned", "failed", "successful"]),
      ] {
        let pages = try await sandbox.pagesByCursor("limit=100", of: id.description)
        #expect(Set(pages.flatMap(\.data).map(\.status)).sorted() == final)
      }
    }
  }

  @Test func anEmptyJobHasAnEmptyPageWithoutCursors() async throws {
    try await Sandbox.withSandbox { sandbox in
      let page = try await sandbox.page("", of: SandboxJobs.empty.description)
      #expect(page.data.isEmpty)
      #expect(page.pagination.total == 0)
      #expect(!page.pagination.hasNextPage)
      #expect(!page.pagination.hasPreviousPage)
      #expect(page.pagination.startCursor == nil)
      #expect(page.pagination.endCursor == nil)
    }
  }

  @Test func aJobThatIsNotThereIsAnsweredWith404() async throws {
    let gone = try #require(JobID(generatedJob))
    var configuration = SandboxConfiguration()
    configuration.unknown.insert(gone)
    try await Sandbox.withSandbox(configuration) { sandbox in
      for id in ["00000000-0000-4000-8000-000000000404", generatedJob.uppercased(), "not-a-uuid"] {
        for path in ["/v3/export-jobs/\(id)", "/v3/export-jobs/\(id)/items"] {
          let reply = try await sandbox.ask(path)
          #expect(reply.code == 404)
          #expect(
            try reply.problem
              == Problem(type: "EXPORT_NOT_FOUND", message: "Export job not found."))
        }
      }
    }
  }
}
