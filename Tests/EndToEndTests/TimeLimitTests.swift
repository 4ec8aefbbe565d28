import Foundation
import Synchronization
import TestSupport
import Testing

/// A run that has only so much time, and one that waits for another.
@Suite(.timeLimit(.minutes(15)))
struct TimeLimitTests {
  /// A batch larger than a pipe holds: who reads only the beginning of one keeps the sink in it.
  private static let batch = 1000
  private let job = PleoJob(of: 3000)

  @Test func aDeadlineWhilePagesAreReadEndsTheRunWithNothingStored() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { deadline: 300ms }")
      site.pleo.answer { $0.thing == .page(2) ? .silence : nil }
      let ended = try await site.run()
      #expect(ended.exit == .code(75))
      #expect(ended.errors.isEmpty)
      #expect(
        ended.log.map(\.message).contains(
          "the deadline of 300ms is over; stopping after the batch in hand"))
      #expect(
        ended.summary?.hasPrefix("nightly: stopped while retrieving, nothing is saved") == true)
      #expect(
        ended.log.compactMap(\.hint).contains(
          "where it is too short for the whole job, raise 'run.deadline'"))
      #expect(try site.itemsInLedger() == 0)
    }
  }

  @Test func aDeadlineIsForOneJobAndNotForTheNext() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { deadline: 300ms }")
      try site.writeJobFile(
        "next.yaml", routes: [Routes.books()], rest: "run: { state: ./next }")
      let isFirst = Once()
      site.pleo.answer { _ in isFirst.take() ? .silence : nil }
      let ended = try await site.sluice.run("run", "job.yaml", "next.yaml")
      #expect(ended.exit == .code(75))
      #expect(try site.rows() == job.rows)
    }
  }

  @Test func aSinkThatDoesNotComeBackIsNotWaitedForAfterTheGrace() async throws {
    let routes = [Routes.stdout(batch: Self.batch)]
    try await Site.with(job, routes: routes) { site in
      try site.writeJobFile(routes: routes, rest: "run: { shutdown_grace: 200ms }")
      let gate = Gate(then: .goAway)
      let running = try site.sluice.start(["run", "--format", "json", "job.yaml"], gate: gate)
      await gate.isReached.wait()
      running.send(SIGTERM)
      await running.isGone.wait()
      gate.open()
      let first = await running.ended()
      #expect(first.exit == .code(75))
      #expect(
        first.errors == [
          "stopping took longer than 200ms; ending without waiting for the batch in hand"
        ])
      #expect(
        first.log.compactMap(\.hint) == [
          "a sink does not return; run again, and it gets this batch again"
        ])
      let envelope = try #require(first.notes.last)
      #expect(envelope.hasPrefix(#"{"command":"run","exit_code":75,"findings":[{"help":"a sink "#))
      #expect(envelope.hasSuffix(#""severity":"error"}],"ok":false,"result":null}"#))

      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.lines == job.lines(of: job.work))
    }
  }

  /// With a stderr that nobody reads; a pipe holds 65,536 bytes (pipe(7)).
  private static let runUnread =
    "mkfifo full; exec 3<>full; head -c 65536 /dev/zero >&3; exec \"$SLUICE\" run job.yaml 2>&3"

  @Test func aDeadlineEndsARunWhoseLogNobodyReads() async throws {
    try await Site.with(job, routes: [Routes.queue()]) { site in
      try site.writeJobFile(
        routes: [Routes.queue()], rest: "run: { deadline: 300ms, shutdown_grace: 200ms }")
      let ended = try await site.sluice.run(shell: Self.runUnread)
      #expect(ended.exit == .code(75))
    }
  }

  @Test func aSecondSignalEndsARunWhoseLogNobodyReads() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()])
      let isAsked = Moment()
      site.pleo.answer { _ in
        isAsked.happen()
        return .silence
      }
      let running = try site.sluice.start(shell: Self.runUnread)
      await isAsked.wait()
      running.send(SIGTERM)
      running.send(SIGINT)
      #expect([.code(128 + SIGTERM), .code(128 + SIGINT)].contains(await running.ended().exit))
    }
  }

  @Test func aRunThatWaitsForAnotherGoesOnWhenThatHasEnded() async throws {
    try await Site.with(job, source: Site.unhurried, routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { when_busy: { wait: 1m } }")
      let (isAsked, isWaiting) = (Moment(), Moment())
      site.pleo.answer { _ in
        isAsked.happen()
        return .silence
      }
      let first = try site.sluice.start(["run", "job.yaml"])
      await isAsked.wait()
      let second = try site.sluice.start(["run", "job.yaml"]) { line in
        guard case .note(let text) = line, text.contains("waiting for another run: process ")
        else { return }
        isWaiting.happen()
      }
      await isWaiting.wait()
      site.pleo.answer { _ in nil }
      first.send(SIGTERM)
      #expect(await first.ended().exit == .code(75))
      #expect(await second.ended().exit == .code(0))
      #expect(try site.messages() == job.messageNames)
    }
  }
}

/// True for the first who asks.
private final class Once: Sendable {
  private let isTaken = Atomic(false)

  func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
}
