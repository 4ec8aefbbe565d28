import Foundation
import TestSupport
import Testing

/// Signals, two runs at once, and a reader that goes away.
@Suite(.timeLimit(.minutes(15)))
struct StopTests {
  /// Batches larger than a pipe holds: who reads only the beginning of one keeps the sink in it.
  private static let batch = 1000
  private let job = PleoJob(of: 3000)

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalFinishesTheBatchInHandAndTheNextRunGoesOn(signal: Int32) async throws {
    try await Site.with(job, routes: [Routes.stdout(batch: Self.batch)]) { site in
      let (gate, isStopping) = (Gate(then: .goOn), Moment())
      let running = try site.sluice.start(["run", "job.yaml"], gate: gate) { line in
        if case .note(let text) = line, text.contains(Self.stopping) { isStopping.happen() }
      }
      await gate.isReached.wait()
      running.send(signal)
      await isStopping.wait()
      gate.open()
      let first = await running.ended()
      #expect(first.exit == .code(75))
      #expect(first.lines == job.lines(of: Array(job.work[..<Self.batch])))
      #expect(
        first.summary?.hasPrefix("nightly: stopped, progress is saved, run again to go on; ")
          == true)

      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.lines == job.lines(of: Array(job.work[Self.batch...])))
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func aSecondSignalEndsAtOnce(signal: Int32) async throws {
    try await Site.with(job, routes: [Routes.stdout(batch: Self.batch)]) { site in
      let (gate, isStopping) = (Gate(then: .goAway), Moment())
      let running = try site.sluice.start(["run", "job.yaml"], gate: gate) { line in
        guard case .note(let text) = line else { return }
        if text.contains(Self.stopping) { isStopping.happen() }
      }
      await gate.isReached.wait()
      running.send(signal)
      await isStopping.wait()
      // The batch in hand cannot end, because nobody reads: only the second signal ends the process. The same
      // signal would count only after a second.
      let other = signal == SIGTERM ? SIGINT : SIGTERM
      running.send(other)
      await running.isGone.wait()
      gate.open()
      #expect(await running.ended().exit == .code(128 + other))
    }
  }

  /// `timeout` signals a process and its group in one moment: the run ended with 143 and no receipt.
  @Test func theSameSignalTwiceInAMomentIsOne() async throws {
    try await Site.with(job, routes: [Routes.stdout(batch: Self.batch)]) { site in
      let (gate, isStopping) = (Gate(then: .goOn), Moment())
      let running = try site.sluice.start(["run", "job.yaml"], gate: gate) { line in
        if case .note(let text) = line, text.contains(Self.stopping) { isStopping.happen() }
      }
      await gate.isReached.wait()
      // How long a moment is, `SignalCounterTests` say, with a clock of their own.
      running.send(SIGTERM)
      running.send(SIGTERM)
      await isStopping.wait()
      gate.open()
      let ended = await running.ended()
      #expect(ended.exit == .code(75))
      #expect(ended.summary?.hasPrefix("nightly: stopped, progress is saved") == true)
    }
  }

  @Test func aSignalWhilePagesAreReadEndsTheRunWithNothingStored() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      let isAsked = Moment()
      site.pleo.answer { asked in
        guard asked.thing == .page(2) else { return nil }
        isAsked.happen()
        return .silence
      }
      let running = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      running.send(SIGTERM)
      let ended = await running.ended()
      #expect(ended.exit == .code(75))
      #expect(ended.errors.isEmpty)
      try expectNothingStored(site)
    }
  }

  @Test func aSecondRunOfTheSameJobNamesTheFirst() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      let isAsked = Moment()
      site.pleo.answer { _ in
        isAsked.happen()
        return .silence
      }
      let first = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      let second = try await site.run()
      #expect(second.exit == .code(75))
      #expect(site.pleo.asked.count { $0.thing == .job } == 1)
      let lock = try String(contentsOfFile: "\(site.folder)/.sluice/nightly/lock", encoding: .utf8)
      let since = try #require(lock.split(separator: "\n").last?.dropFirst("since ".count))
      let host = ProcessInfo.processInfo.hostName
      #expect(
        second.errors == [
          "another run has the lock of \(site.folder)/.sluice/nightly: "
            + "process \(first.pid) on \(host), since \(since)"
        ])
      #expect(since.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil)
      #expect(second.log.compactMap(\.hint) == ["it is still running; run again when it has ended"])
      first.send(SIGTERM)
      #expect(await first.ended().exit == .code(75))
    }
  }

  @Test func aLockOfARunThatWasKilledHoldsNobodyUp() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.stdout()]) { site in
      let isAsked = Moment()
      site.pleo.answer { _ in
        isAsked.happen()
        return .silence
      }
      let first = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      first.send(SIGKILL)
      #expect(await first.ended().exit == .signal(SIGKILL))
      site.pleo.answer { _ in nil }
      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.lines == job.lines(of: job.work))
    }
  }

  @Test func aReaderThatGoesAwayIsToldAndTheOtherRoutesFinish() async throws {
    let routes = [Routes.stdout(batch: Self.batch), Routes.books()]
    try await Site.with(job, routes: routes) { site in
      let gate = Gate(then: .goAway)
      let running = try site.sluice.start(["run", "job.yaml"], gate: gate)
      await gate.isReached.wait()
      gate.open()
      let first = await running.ended()
      #expect(first.exit == .code(74))
      #expect(
        first.errors == [
          "route 'stdout': standard output is closed: the program that read it has gone"
        ])
      #expect(try site.rows() == job.rows)

      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.lines == job.lines(of: job.work))
    }
  }

  @Test func aStandardOutputThatIsClosedFromTheStartIsToldAndLosesNothing() async throws {
    try await Site.with(job, routes: [Routes.stdout()]) { site in
      let first = try await site.sluice.run(shell: #""$SLUICE" run job.yaml >&-"#)
      #expect(first.exit == .code(74))
      #expect(first.errors == ["route 'stdout': standard output is not open for writing"])
      let second = try await site.run()
      #expect(second.lines == job.lines(of: job.work))
    }
  }

  @Test func aReaderThatTakesOneLineIsNoError() async throws {
    try await Site.with(PleoJob(of: 20), routes: [Routes.stdout()]) { site in
      let ended = try await site.sluice.run(shell: #""$SLUICE" run job.yaml | head -n 1"#)
      #expect(ended.lines == Array(job.lines(of: site.pleo.job.work).prefix(1)))
      #expect(ended.errors.isEmpty)
    }
  }

  private static let stopping = "stopping after the batch in hand; a second signal stops at once"
}
