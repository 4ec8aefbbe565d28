public import ExportModel
import Foundation

/// What a sandbox listens on and what it answers.
public struct SandboxConfiguration: Sendable {
  /// The address to listen on; this machine alone by default.
  public var host = "127.0.0.1"
  /// The port to listen on; 0 takes a free one.
  public var port: UInt16 = 0
  /// How many items a job has, other than ``SandboxJobs/guide`` and ``SandboxJobs/empty``;
  /// not negative.
  public var itemCount = 250
  /// The most items of a page, whatever `limit` asks; at least 1. Pleo does not document its own
  /// for this API; 100 is that of a sibling API (*The Export API*, *Pages*).
  public var pageCap = 100
  /// The bearer token that every request must bring; nil answers with any token and without one.
  public var token: String?
  /// How access tokens are given, which every request must bring then in the place of ``token``; nil where none are.
  public var tokens: SandboxTokens?
  /// The jobs that have ended, and how; every other job is `in_progress`.
  public var finished: [JobID: ExportJobStatus] = [
    SandboxJobs.completed: .completed, SandboxJobs.failed: .failed,
  ]
  /// The jobs of the list, the oldest first: each was created a minute before the next, the last one a minute before
  /// the sandbox began.
  public var listed: [JobID] = [
    SandboxJobs.completed, SandboxJobs.failed, SandboxJobs.guide, SandboxJobs.empty,
  ]
  /// The time, in milliseconds since 1970-01-01T00:00:00Z: an open job was always changed just now, so it never
  /// expires.
  public var now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
  /// What is wrong with the accounting data of the items; nothing by default.
  public var data = SandboxData()
  /// What it does wrong; the first one that is due at an answer happens.
  public var faults: [SandboxFault] = []
  /// The jobs that there are none of: asking for one is answered with 404.
  public var unknown: Set<JobID> = [SandboxJobs.unknown]

  /// Creates the default configuration, for the properties to be set one by one.
  public init() {}
}

extension SandboxConfiguration: CustomReflectable {
  /// A mirror without the token, so that neither printing nor dumping shows it.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "host": host, "port": port, "itemCount": itemCount, "pageCap": pageCap,
        "finished": finished, "listed": listed, "unknown": unknown,
      ])
  }
}
