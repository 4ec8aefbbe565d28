@preconcurrency import Dispatch
import ExportEngine
import Foundation
import PageSourceKit
import Synchronization

/// The real clock.
struct SystemClock: RunClock {
  private static let timers = DispatchQueue(label: "sluice.timers")
  private let start = ContinuousClock.now

  var wallMilliseconds: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded()) }

  var elapsed: Duration { ContinuousClock.now - start }

  /// Sleeps by a timer with a thread of its own, because a sink may block those that tasks share.
  func sleep(for duration: Duration) async throws(CancellationError) {
    let alarm = Alarm()
    let isReached = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        alarm.set(continuation)
        Self.timers.asyncAfter(deadline: .now() + duration.dispatchInterval) {
          alarm.ring(isReached: true)
        }
      }
    } onCancel: {
      alarm.ring(isReached: false)
    }
    guard isReached else { throw CancellationError() }
  }

  /// A moment as people and machines read it: `2026-05-01T10:00:00.250Z`.
  static func text(ofMilliseconds milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      .formatted(
        .iso8601.year().month().day().time(includingFractionalSeconds: true)
          .timeZone(separator: .omitted))
  }
}

/// Wakes one sleeper once: when its time has come, or when its task is cancelled.
private final class Alarm: Sendable {
  private enum State {
    case unset
    case set(CheckedContinuation<Bool, Never>)
    case rung(isReached: Bool)
  }

  private let state = Mutex(State.unset)

  func set(_ sleeper: CheckedContinuation<Bool, Never>) {
    let rung = state.withLock { state -> Bool? in
      if case .rung(let isReached) = state { return isReached }
      state = .set(sleeper)
      return nil
    }
    if let rung { sleeper.resume(returning: rung) }
  }

  func ring(isReached: Bool) {
    let sleeper = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      switch state {
      case .rung: return nil
      case .unset:
        state = .rung(isReached: isReached)
        return nil
      case .set(let sleeper):
        state = .rung(isReached: isReached)
        return sleeper
      }
    }
    sleeper?.resume(returning: isReached)
  }
}

extension Duration {
  /// The same time for Dispatch, to the nanosecond.
  fileprivate var dispatchInterval: DispatchTimeInterval {
    let nanoseconds = components.attoseconds / 1_000_000_000
    return .nanoseconds(Int(components.seconds * 1_000_000_000 + nanoseconds))
  }
}
