import ExportEngine
import Foundation
import JobFile
import PageSourceKit
import Synchronization
import TestSupport
import Testing

@testable import SluiceHost

/// The lock of a job's state while another run has it.
@Suite final class StateAccessTests {
  private let waits = Mutex<[String]>([])

  @Test func aLockIsWaitedForUntilItIsFree() async throws {
    try await withState { state in
      let other = try await lock(state, TestClock(), .fail)
      let clock = TestClock { sleeps in
        if sleeps == 3 { other.release() }
      }
      _ = try await lock(state, clock, .wait(.seconds(60)))
      #expect(clock.sleeps == [.milliseconds(250), .milliseconds(250), .milliseconds(250)])
      let told = waits.withLock { $0 }
      #expect(told == [Self.holder], "once, however long it takes")
    }
  }

  @Test func aLockThatDoesNotComeFreeInTimeIsRefused() async throws {
    try await withState { state in
      let other = try await lock(state, TestClock(), .fail)
      let clock = TestClock()
      let refusal = await #expect(throws: StateAccess.Refusal.self) {
        _ = try await lock(state, clock, .wait(.milliseconds(600)))
      }
      #expect(clock.sleeps == [250, 250, 100].map { Duration.milliseconds($0) })
      #expect(refusal?.status == .unfinished)
      #expect(
        refusal?.message == "another run has the lock of \(state.store.location): \(Self.holder)")
      #expect(refusal?.hint == "it was still running after 600ms; run again when it has ended")
      other.release()
    }
  }

  @Test func aLockIsNotWaitedForWhereTheJobDoesNotSayIt() async throws {
    try await withState { state in
      let other = try await lock(state, TestClock(), .fail)
      let clock = TestClock()
      let refusal = await #expect(throws: StateAccess.Refusal.self) {
        _ = try await lock(state, clock, .fail)
      }
      #expect(clock.sleeps == [])
      #expect(refusal?.hint == "it is still running; run again when it has ended")
      let told = waits.withLock { $0 }
      #expect(told == [])
      other.release()
    }
  }

  @Test func aStopEndsTheWaitForALock() async throws {
    try await withState { state in
      let other = try await lock(state, TestClock(), .fail)
      let stop = StopSwitch()
      let clock = TestClock { _ in stop.request() }
      let refusal = await #expect(throws: StateAccess.Refusal.self) {
        _ = try await lock(state, clock, .wait(.seconds(60)), stop)
      }
      #expect(clock.sleeps.count == 1)
      #expect(refusal?.status == .unfinished)
      #expect(refusal?.hint == "it is still running; run again when it has ended")
      other.release()
    }
  }

  private static let holder =
    "process \(ProcessInfo.processInfo.processIdentifier) on \(ProcessInfo.processInfo.hostName), "
    + "since 2026-05-01T10:00:00.250Z"

  private func lock(
    _ state: StateAccess, _ clock: TestClock, _ whenBusy: BusyPolicy,
    _ stop: StopSwitch = StopSwitch()
  ) async throws -> any StateLock {
    try await state.lock(clock, whenBusy: whenBusy, stop: stop) { holder in
      waits.withLock { $0.append(holder) }
    }
  }

  private func withState(_ body: (StateAccess) async throws -> Void) async throws {
    try await withTemporaryFolder {
      try await body(StateAccess(store: JobDefinition.state(in: "\($0)/state")))
    }
  }
}
