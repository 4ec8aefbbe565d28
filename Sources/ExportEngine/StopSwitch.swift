import Synchronization

/// Asks a run to stop at the next point where its progress is saved. Stopping is not cancelling:
/// a delivery once begun runs to its end.
public final class StopSwitch: Sendable {
  private struct State {
    var isRequested = false
    var nextWaiter = 0
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var followers: [StopSwitch] = []
  }

  private let state = Mutex(State())

  /// Creates a switch that nobody has used.
  public init() {}

  /// Whether a stop was asked for.
  public var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Creates a switch that is used as soon as `other` is, and can be used without it.
  public convenience init(following other: StopSwitch) {
    self.init()
    let isOver = other.state.withLock { state in
      if !state.isRequested { state.followers.append(self) }
      return state.isRequested
    }
    if isOver { request() }
  }

  /// Asks for a stop; asking again changes nothing.
  public func request() {
    let (waiters, followers) = state.withLock { state in
      state.isRequested = true
      defer { (state.waiters, state.followers) = ([:], []) }
      return (state.waiters, state.followers)
    }
    for follower in followers { follower.request() }
    for waiter in waiters.values { waiter.resume() }
  }

  /// Does `work` unless a stop is asked for first: then its task is cancelled, and nil comes back.
  public func unlessStopped<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) async -> Value? {
    if isRequested { return nil }
    return await withTaskGroup(of: Value?.self) { group in
      group.addTask { await work() }
      group.addTask {
        await self.wait()
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
  }

  /// Returns when a stop is asked for, or when the task is cancelled.
  public func wait() async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.isRequested || Task.isCancelled { return true }
          state.waiters[id] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
