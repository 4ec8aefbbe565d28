import Foundation
import Synchronization

/// Kills a process with `kill -9` upon the n-th event of a kind.
///
/// The process goes on while the kill is on its way, so the same trap strikes at another point each
/// time.
final class Trap: Sendable {
  enum Event: CaseIterable, Sendable { case request, note, message, line }

  private struct State {
    var left: Int
    var pid: Int32?
    var hasSprung = false
  }

  private let event: Event
  /// How often the thread that springs the trap yields before it kills.
  private let yields: Int
  private let state: Mutex<State>

  /// Sets a trap that springs upon event number `count`, counted from 1.
  init(at event: Event, number count: Int, yields: Int) {
    self.event = event
    self.yields = yields
    state = Mutex(State(left: count))
  }

  /// Names the process; kills it at once when the event has been already.
  func arm(_ pid: Int32) {
    state.withLock {
      $0.pid = pid
      if $0.hasSprung { kill(pid, SIGKILL) }
    }
  }

  /// Tells of an event.
  func happened(_ event: Event) {
    guard event == self.event else { return }
    let isSprung = state.withLock { state in
      state.left -= 1
      return state.left == 0
    }
    guard isSprung else { return }
    for _ in 0..<yields { sched_yield() }
    state.withLock {
      $0.hasSprung = true
      if let pid = $0.pid { kill(pid, SIGKILL) }
    }
  }
}
