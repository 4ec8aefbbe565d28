import ExportModel
import Foundation
import PleoSandbox
import Testing

@Suite struct GuideJobTests {
  @Test func theGuidesJobIsAnsweredAsTheGuideShows() async throws {
    let shown = try #require(
      try JSONSerialization.jsonObject(with: Data(guideAnswer.utf8)) as? NSDictionary)
    try await Sandbox.withSandbox { sandbox in
      // In mixed case, as the guide asks for it.
      let reply = try await sandbox.ask(
        "/v3/export-jobs/8eb648ab-464b-42a0-BA17-eda703657e33/items")
      #expect(reply.code == 200)
      #expect(reply.contentType == "application/json;charset=UTF-8")
      #expect(try reply.document == shown)
    }
  }

  @Test func theGuidesJobCanBeReadInPagesOfOne() async throws {
    try await Sandbox.withSandbox { sandbox in
      let id = SandboxJobs.guide.description
      let whole = try await sandbox.page("limit=4", of: id)
      let pages = try await sandbox.pagesByCursor("limit=1", of: id)
      #expect(pages.count == 4)
      #expect(pages.flatMap(\.data) == whole.data)
      #expect(pages.first?.pagination.startCursor == whole.pagination.startCursor)
      #expect(pages.last?.pagination.endCursor == whole.pagination.endCursor)
    }
  }
}

/// The example response of *How to retrieve export job items*, step 1.
private let guideAnswer = """
  {
    "data": [
      {
        "exportJobId": "8eb648ab-464b-42a0-ba17-eda703657e33",
        "accountingEntryId": "59540ed2-0d68-4e36-9e31-58223975d9e9",
        "status": "pending",
        "externalId": null,
        "externalUrl": null,
        "failureReasonType": null,
        "failureReason": null,
        "exportedAt": null
      },
      {
        "exportJobId": "8eb648ab-464b-42a0-ba17-eda703657e33",
        "accountingEntryId": "6678bcee-c6a4-4b49-bb1e-8f9fd653d16c",
        "status": "pending",
        "externalId": null,
        "externalUrl": null,
        "failureReasonType": null,
        "failureReason": null,
        "exportedAt": null
      },
      {
        "exportJobId": "8eb648ab-464b-42a0-ba17-eda703657e33",
        "accountingEntryId": "9ea2ef81-4d73-460d-bbb4-ccf3da6f6f61",
        "status": "pending",
        "externalId": null,
        "externalUrl": null,
        "failureReasonType": null,
        "failureReason": null,
        "exportedAt": null
      },
      {
        "exportJobId": "8eb648ab-464b-42a0-ba17-eda703657e33",
        "accountingEntryId": "0c76ea71-aaaa-4ece-bb68-e1166ccaea04",
        "status": "pending",
        "externalId": null,
        "externalUrl": null,
        "failureReasonType": null,
        "failureReason": null,
        "exportedAt": null
      }
    ],
    "pagination": {
      "hasPreviousPage": false,
      "hasNextPage": false,
      "currentRequestPagination": {
        "sortingKeys": [],
        "sortingOrder": [],
        "parameters": {
          "jobId": [
            "8eb648ab-464b-42a0-ba17-eda703657e33"
          ]
        }
      },
      "startCursor": "AAAAAADJ3YT4YKWVVLYA=AFRDZIJCOBE2JLCIOQDPOKFVZY",
      "endCursor": "AAAAAADJ3YT4YKWTT6AA=4BWF5U5TLFGLNFMGIBLKZSXGGU",
      "total": 4
    }
  }
  """
