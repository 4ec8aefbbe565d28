import Foundation
import TestSupport
import Testing

/// What a ledger keeps: no value from outside the job file, and no words of the API.
@Suite(.timeLimit(.minutes(15)))
struct KeptValueTests {
  private func stateContains(_ text: String, _ site: Site) throws -> Bool {
    let state = "\(site.folder)/.sluice/nightly"
    return try FileManager.default.contentsOfDirectory(atPath: state).contains { name in
      let contents = FileManager.default.contents(atPath: "\(state)/\(name)") ?? Data()
      return contents.range(of: Data(text.utf8)) != nil
    }
  }

  @Test func aPathFromOutsideIsKeptAsItsDigest() async throws {
    let job = PleoJob(of: 5)
    let queue = "- { name: queue, sink: { file_queue: { directory: \"./${env:CUSTOMER}/q\" } } }"
    try await Site.with(job, routes: [queue]) { site in
      var sluice = site.sluice
      sluice.environment = ["CUSTOMER": "customer-of-ours"]
      #expect(try await sluice.run("run", "job.yaml").exit == .code(0))
      #expect(try site.messages(in: "customer-of-ours/q") == job.messageNames)
      #expect(try !stateContains("customer-of-ours", site))
      // It is known again, also where the folder is gone and only its path can be compared.
      let again = try await sluice.run("run", "job.yaml")
      #expect(again.exit == .code(0))
      #expect(again.summary?.contains("nothing to deliver") == true, "\(again.stderr)")
      sluice.environment = ["CUSTOMER": "another-customer"]
      let other = try await sluice.run("run", "job.yaml")
      #expect(other.exit == .code(65), "\(other.stderr)")
      #expect(other.stderr.contains("‹value from outside, sha256:"), "\(other.stderr)")
      #expect(try !stateContains("another-customer", site))
    }
  }

  @Test func whatARunFailedOfIsKeptWithoutValuesFromOutside() async throws {
    let queue = "- { name: queue, sink: { file_queue: { directory: \"./${env:CUSTOMER}/q\" } } }"
    try await Site.with(PleoJob(of: 5), routes: [queue]) { site in
      var sluice = site.sluice
      sluice.environment = ["CUSTOMER": "customer-of-ours"]
      try site.write("a file where the folder should be", to: "customer-of-ours")
      let ended = try await sluice.run("run", "job.yaml")
      #expect(ended.exit == .code(74))
      #expect(ended.stderr.contains("customer-of-ours/q"), "the log says where")
      #expect(try !stateContains("customer-of-ours", site))
      let status = try await sluice.run("status", "job.yaml")
      #expect(status.stdout.contains("‹value from outside›/q"), "\(status.stdout)")
    }
  }

  @Test func theWordsOfTheAPIAreNotKept() async throws {
    try await Site.with(PleoJob(of: 5)) { site in
      #expect(try await site.run().exit == .code(0))
      site.pleo.answer { _ in .json(418, #"{"type":"teapot","message":"said-by-the-api"}"#) }
      let ended = try await site.run()
      #expect(ended.exit == .code(76))
      #expect(ended.stderr.contains("said-by-the-api"))
      #expect(try !stateContains("said-by-the-api", site))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.stdout.contains("the API refuses the request (418)"), "\(status.stdout)")
    }
  }

  /// What is wrong with a page was kept in the words of the page.
  @Test func theWordsOfAPageAreNotKept() async throws {
    try await Site.with(PleoJob(of: 5)) { site in
      site.pleo.answer { asked in
        guard asked.thing == .page(1) else { return nil }
        return .json(
          asked.body.replacing("\"status\":\"pending\"", with: "\"status\":[\"said-by-the-api\"]")
            .replacing("\"accountingEntryId\":\"", with: "\"accountingEntryId\":\"said-by-the-api-")
        )
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(76), "\(ended.stderr)")
      #expect(ended.stderr.contains("found 'said-by-the-api"), "\(ended.stderr)")
      #expect(try !stateContains("said-by-the-api", site))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(
        status.stdout.contains("page 1: $.data[0].accountingEntryId: expected"), "\(status.stdout)")
    }
  }
}
