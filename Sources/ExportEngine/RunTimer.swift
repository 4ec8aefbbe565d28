public import PageSourceKit

/// Holds a run to its time: asks for a stop at the deadline, and says when a stop takes too long.
///
/// Whoever makes it ends the process when it says so. That is as safe as any other end of a process
/// at any moment: what was not recorded is delivered again.
public struct RunTimer: Sendable {
  /// How long the run may take before a stop is asked for; nil for as long as it needs.
  public let deadline: Duration?
  /// How long a stop may take, whoever asked for it.
  public let grace: Duration
  private let clock: any RunClock
  private let stop: StopSwitch

  /// Creates a timer for a run that looks at `stop`.
  public init(deadline: Duration?, grace: Duration, clock: any RunClock, stop: StopSwitch) {
    self.deadline = deadline
    self.grace = grace
    self.clock = clock
    self.stop = stop
  }

  /// Watches a run that begins now; returns when its task is cancelled, because the run has ended, or
  /// after `onOverdue`.
  ///
  /// - Parameters:
  ///   - onDeadline: the deadline is over, and a stop was asked for because of it.
  ///   - onOverdue: the grace is over after a stop was asked for.
  public func watch(
    onDeadline: @Sendable () -> Void, onOverdue: @Sendable () -> Void
  ) async {
    if let deadline {
      let isOver = await stop.unlessStopped { [clock] in
        (try? await clock.sleep(for: deadline)) != nil
      }
      if isOver == true, !Task.isCancelled {
        stop.request()
        onDeadline()
      }
    }
    await stop.wait()
    guard !Task.isCancelled, (try? await clock.sleep(for: grace)) != nil, !Task.isCancelled
    else { return }
    onOverdue()
  }
}
