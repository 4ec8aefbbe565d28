import ExportEngine
import Foundation
import Logging
import PageSourceKit
import Settings

extension SourceHost {
  /// This process as the host of a source.
  ///
  /// - Parameter onRetry: called of each request that is tried again, beside the log.
  init(
    clock: some RunClock, logger: Logger,
    onRetry: @escaping @Sendable (RetryNotice) -> Void = { _ in }
  ) {
    let environment = ProcessInfo.processInfo.environment
    self.init(
      version: Version.text, clock: clock, environment: { environment[$0] },
      random: { Double.random(in: 0..<1) },
      onRetry: { notice in
        onRetry(notice)
        logger.warning(
          "\(notice.what): \(notice.reason); trying again in \(notice.wait.seconds) s",
          metadata: [
            "attempt": .number(notice.attempt), "attempts": .number(notice.of),
            "wait_seconds": .number(notice.wait.seconds),
          ])
      })
  }
}
