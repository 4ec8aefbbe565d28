import AsyncHTTPClient
import NIOCore
import Synchronization

/// The requests of a client that are on their way.
final class OutstandingRequests: Sendable {
  private struct State {
    var tasks: [Int: HTTPClient.Task<WholeResponse>] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// Adds a request, until it is answered or has failed.
  func add(_ task: HTTPClient.Task<WholeResponse>) {
    let number = state.withLock { state in
      state.count += 1
      state.tasks[state.count] = task
      return state.count
    }
    task.futureResult.whenComplete { _ in
      self.state.withLock { $0.tasks[number] = nil }
    }
  }

  /// Cancels all of them, and waits until each has ended.
  func end() async {
    let tasks = state.withLock { Array($0.tasks.values) }
    for task in tasks { task.cancel() }
    for task in tasks { _ = try? await task.get() }
  }
}
