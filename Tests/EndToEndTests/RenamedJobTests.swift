import ExportModel
import Foundation
import TestSupport
import Testing

/// A job under another name goes on with its ledger, or is refused: it does not begin from nothing, and forgets
/// nothing that it owes.
@Suite(.timeLimit(.minutes(15)))
struct RenamedJobTests {
  @Test func aRenamedJobIsRefusedUntilItsTermsAreAccepted() async throws {
    let job = PleoJob(pending: 20)
    try await Site.with(job) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { state: ./state }")
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site)
      #expect(try await site.run().exit == .code(65))
      let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(
        accepted.lines == [
          "route 'queue' goes on with the terms of the job file; 0 items that it passed and takes "
            + "now are owed"
        ])
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [])
    }
  }

  /// The state folder has the job's name: under a new one the run began from nothing and published everything again.
  @Test func aRenamedJobDoesNotBeginAnewWithALedgerOfAnotherName() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site)
      let words =
        "job 'daily' was 'nightly' before, and its ledger has that name: with another ledger items would be "
        + "delivered again, and what it owes would be forgotten"
      #expect(try await site.run("--format", "json").findings == ["run.renamed -: \(words)"])
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(refused.errors == [words])
      #expect(!site.hasFolder(".sluice/daily"), "nothing is created")
      #expect(try await site.sluice.run("plan", "job.yaml").exit == .code(65))
      let checked = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(checked.exit == .code(65))
      #expect(checked.stderr.contains("error: \(words) [live.state]"))

      try FileManager.default.moveItem(
        atPath: "\(site.folder)/.sluice/nightly", toPath: "\(site.folder)/.sluice/daily")
      _ = try await site.sluice.run("state", "job.yaml", "accept-terms", "queue")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages() == [])
    }
  }

  /// The usual way to rename a job: its file has the new name as well.
  @Test func aJobRenamedWithItsFileDoesNotBeginAnew() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try FileManager.default.moveItem(
        atPath: "\(site.folder)/job.yaml", toPath: "\(site.folder)/daily.yaml")
      try rename(site, file: "daily.yaml")
      let refused = try await site.sluice.run("run", "daily.yaml")
      #expect(refused.exit == .code(65))
      #expect(try site.messages() == [])
    }
  }

  /// Nothing was delivered yet, and the job moved on under another name: what it owed was forgotten.
  @Test func aRenamedJobDoesNotForgetWhatItOwes() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(
        source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.broken])
      try rename(site)
      #expect(try await site.run().exit == .code(65))
      #expect(!site.hasFolder(".sluice/daily"))
    }
  }

  /// The new name had a ledger by then, so nobody looked: back at the first export job, all came again.
  @Test func aRenamedJobThatHasALedgerDoesNotDeliverWhatTheOldNameDelivered() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      let first = site.pleo.job
      _ = try await site.run()
      try site.emptyQueue()
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.queue()])
      try rename(site)
      #expect(try await site.run().exit == .code(0), "nothing is owed, and nothing comes again")
      try site.emptyQueue()
      site.pleo.job = first
      try site.writeJobFile(routes: [Routes.queue()])
      try rename(site)
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(refused.log.compactMap(\.hint).first?.hasPrefix("put the name back") == true)
      #expect(try site.messages() == [])
    }
  }

  /// With a state folder of its own, a job was renamed and moved on in one edit: it ended with 0.
  @Test func aRenamedJobThatMovesOnSaysWhatItOwes() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      let first = site.pleo.job
      let state = "run: { state: ./state }"
      try site.writeJobFile(routes: [Routes.broken], rest: state)
      _ = try await site.run()
      try site.makeFolder("no")
      site.pleo.job = PleoJob(pending: 2, seed: 2)
      site.pleo.job.id = JobID(Identifier(high: 7, low: 7))
      try site.writeJobFile(
        source: ["export_job: \(site.pleo.job.id)"], routes: [Routes.broken], rest: state)
      try rename(site)
      let moved = try await site.run()
      #expect(moved.exit == .code(65))
      #expect(moved.warnings.first?.hasPrefix("route 'books' owes 4 items of export job") == true)
      #expect(try await site.sluice.run("status", "job.yaml").stdout.contains("owes 4 items of"))

      site.pleo.job = first
      try site.writeJobFile(routes: [Routes.broken], rest: state)
      try rename(site)
      #expect(try await site.run().exit == .code(65), "the route is refused")
      let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "books")
      #expect(!accepted.stdout.contains("not owed any more"))
      #expect(try await site.run().exit == .code(0))
    }
  }

  @Test func aJobWithANameFromOutsideHasManyLedgers() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.broken]) { site in
      let text = try String(contentsOfFile: "\(site.folder)/job.yaml", encoding: .utf8)
      try site.write(
        text.replacingOccurrences(of: "job: nightly", with: "job: x-${env:NAME}"), to: "job.yaml")
      for name in ["one", "two"] {
        var sluice = site.sluice
        sluice.environment["NAME"] = name
        #expect(try await sluice.run("run", "job.yaml").exit == .code(74), "and not 65")
      }
    }
  }

  @Test func aRenamedJobBeginsAnewWhereSomebodySaysWhere() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try site.emptyQueue()
      try rename(site, rest: "run: { state: ./.sluice/daily }")
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 4)
    }
  }

  @Test func anotherJobFileMayShareTheQueueAndTheExportJob() async throws {
    try await Site.with(PleoJob(pending: 4), routes: [Routes.queue()]) { site in
      _ = try await site.run()
      try FileManager.default.copyItem(
        atPath: "\(site.folder)/job.yaml", toPath: "\(site.folder)/nightly.yaml")
      try rename(site, file: "nightly.yaml")
      #expect(try await site.sluice.run("run", "nightly.yaml").exit == .code(0))
    }
  }

  private func rename(_ site: Site, file: String = "job.yaml", rest: String = "") throws {
    let text = try String(contentsOfFile: "\(site.folder)/\(file)", encoding: .utf8)
    try site.write(
      text.replacingOccurrences(of: "job: nightly", with: "job: daily") + rest, to: file)
  }
}
