import Synchronization

/// One process. It dies at a chosen step, and from then on nothing it does has an effect.
///
/// A step is one change to the world that outlives the process: a call to a sink, a transaction of
/// the ledger.
final class Life: Sendable {
  /// When a process dies.
  struct Death: Sendable {
    /// The step, counted from 1.
    let step: Int
    /// Whether the step still takes effect; nobody learns of it.
    let takesEffect: Bool
  }

  /// The process is dead.
  struct Died: Error {}

  private struct State {
    var steps = 0
    var isOver = false
  }

  private let death: Death?
  private let state = Mutex(State())

  /// Begins a process that dies as told; without a death it goes on until it is ended.
  init(_ death: Death? = nil) { self.death = death }

  /// Whether the process is dead.
  var isOver: Bool { state.withLock { $0.isOver } }

  /// Ends the process, between two steps.
  func end() { state.withLock { $0.isOver = true } }

  /// Does a step.
  func step<Value>(_ effect: () -> Value) throws(Died) -> Value {
    let (mayAct, dies) = state.withLock { state in
      guard !state.isOver else { return (false, true) }
      state.steps += 1
      state.isOver = state.steps == death?.step
      return (!state.isOver || death?.takesEffect == true, state.isOver)
    }
    let value = mayAct ? effect() : nil
    guard let value, !dies else { throw Died() }
    return value
  }
}
