import TestSupport
import Testing

/// The setting by which a run dies at a point.
@Suite(.timeLimit(.minutes(15)))
struct DeathSettingTests {
  @Test func aRunDiesWhereTheSettingSaysAndTheNextOneGoesOn() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = "file_queue.message_published:2"
      let killed = try await dying.run()
      #expect(killed.exit == .signal(9))
      #expect(try site.messages().count == 2)
      #expect(try await site.run().exit == .code(0))
      #expect(try site.messages().count == 3)
      dying.sluice.environment["SLUICE_CRASH_AT"] = "after:1"
      let again = try await dying.run()
      #expect(again.exit == .signal(9), "whatever it does")
    }
  }

  /// Whoever misspelled it would take the run for one that had survived.
  @Test(arguments: [
    ("run.seeled:1", "SLUICE_CRASH_AT has no point of this program: 'run.seeled'"),
    ("run.sealed", "SLUICE_CRASH_AT is 'run.sealed', which is not a point and a number"),
  ])
  func aSettingThatNamesNoPointIsRefused(text: String, message: String) async throws {
    try await Site.with(PleoJob(pending: 1)) { site in
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = text
      let ended = try await dying.run()
      #expect(ended.exit == .code(64))
      #expect(ended.stderr.contains(message), "\(ended.stderr)")
    }
  }

  @Test func thePointsAreListed() async throws {
    let listed = try await Sluice(folder: "/").run("prove", "--list")
    #expect(listed.exit == .code(0))
    #expect(
      listed.lines.first?.hasSuffix(
        "  a new ledger is whole and durable, and does not have its name yet") == true)
    let names = listed.lines.map { $0.prefix { $0 != " " } }
    #expect(names.first == "ledger.draft_synced")
    #expect(Set(names).count == names.count)
    #expect(names.contains("sqlite.committed") && names.contains("stdout.printed"))
  }
}
