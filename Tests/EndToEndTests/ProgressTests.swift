import TestSupport
import Testing

/// What a person sees of a run on a terminal.
@Suite(.timeLimit(.minutes(15)))
struct ProgressTests {
  private static let job = PleoJob(pending: 400)

  @Test(arguments: [
    (40, "retrieving  75 %  300 of 400 items"),
    (80, "retrieving [=========>  ]  75 %  300 of 400 items"),
    (200, "retrieving [======================>       ]  75 %  300 of 400 items"),
  ])
  func itIsAtTheBottomOfTheTerminalAndGoneWhenTheRunIsStopped(
    columns: Int, line: String
  ) async throws {
    try await Self.stalling(columns: columns) { terminal in
      let during = try await terminal.screen { $0.hasPrefix(line) }
      #expect(during.last?.hasPrefix(line) == true)
      #expect(during.count { $0.contains("retrieving ") } == 1, "it is drawn in its own place")
      try await terminal.interrupt()
      let after = try await terminal.screen { $0.hasPrefix("ended") }
      #expect(after.last == "ended 75")
      #expect(!after.contains { $0.contains(" items") && $0.hasPrefix("retrieving") }, "\(after)")
      #expect(after.contains { $0.contains("a second signal stops at once") || columns == 40 })
    }
  }

  /// The lines that a wide terminal had were left on one that had become narrow.
  @Test func aTerminalThatBecomesNarrowKeepsNothingOfIt() async throws {
    try await Self.stalling(columns: 100) { terminal in
      _ = try await terminal.screen { $0.hasPrefix("retrieving [") }
      try await terminal.resize(columns: 30)
      let narrow = try await terminal.screen { $0.hasPrefix("retrieving  75 %") }
      #expect(narrow.count { $0.contains("75 %") } == 1, "\(narrow)")
      #expect(!narrow.contains { $0.contains("===") }, "\(narrow)")
      try await terminal.interrupt()
      let after = try await terminal.screen { $0.hasPrefix("ended") }
      #expect(!after.contains { $0.contains("75 %") }, "\(after)")
    }
  }

  @Test func aRequestThatIsTriedAgainSaysWhyAndWhen() async throws {
    try await Site.with(
      Self.job, source: ["page_size: 100", "retry: { attempts: 8, base: 30s, cap: 30s }"],
      routes: [Routes.queue()]
    ) { site in
      site.pleo.answer { $0.thing == .page(3) ? .json(503, "{}") : nil }
      try await Terminal.with(columns: 100, in: site, running: "$SLUICE run job.yaml") { terminal in
        let screen = try await terminal.screen { $0.hasPrefix("again in ") }
        let reason = "page 3: the API answered 503 (service unavailable), attempt "
        #expect(screen.last?.contains(" s: \(reason)") == true, "\(screen)")
        try await terminal.interrupt()
        _ = try await terminal.screen { $0.hasPrefix("ended") }
      }
    }
  }

  @Test func aQuietRunThatGoesWellSaysNothing() async throws {
    try await Site.with(Self.job, routes: [Routes.queue()]) { site in
      try await Terminal.with(columns: 80, in: site, running: "$SLUICE run --quiet job.yaml") {
        terminal in
        let screen = try await terminal.screen { $0.hasPrefix("ended") }
        #expect(screen == ["ended 0"])
      }
      let loud = try await site.run("--quiet", "--verbose")
      #expect(loud.exit == .code(64))
      #expect(loud.stderr.contains("--quiet and --verbose exclude each other"))
    }
  }

  @Test func aQuietRunStillSaysWhatWentWrong() async throws {
    try await Site.with(Self.job, routes: [Routes.queue()]) { site in
      site.pleo.answer { _ in .json(401, "{}") }
      let ended = try await site.run("--quiet")
      #expect(ended.exit == .code(77))
      #expect(!ended.errors.isEmpty)
      #expect(ended.log.allSatisfy { [.warning, .error].contains($0.level) })
    }
  }

  /// Items and progress on one terminal would be mixed up.
  @Test func itemsOnTheTerminalHaveNoProgressBelowThem() async throws {
    try await Self.stalling(columns: 80, routes: [Routes.stdout()]) { terminal in
      try await terminal.interrupt()
      let screen = try await terminal.screen { $0.hasPrefix("ended") }
      #expect(!screen.contains { $0.hasPrefix("retrieving") }, "\(screen)")
    }
  }

  /// A run on a terminal that waits for the fourth of four pages.
  private static func stalling(
    columns: Int, routes: [String] = [Routes.queue()], _ body: (Terminal) async throws -> Void
  ) async throws {
    try await Site.with(job, source: Site.unhurried + ["page_size: 100"], routes: routes) { site in
      let isAsked = Moment()
      site.pleo.answer { asked in
        guard asked.thing == .page(4) else { return nil }
        isAsked.happen()
        return .silence
      }
      try await Terminal.with(columns: columns, in: site, running: "$SLUICE run job.yaml") {
        terminal in
        await isAsked.wait()
        try await body(terminal)
      }
    }
  }
}
