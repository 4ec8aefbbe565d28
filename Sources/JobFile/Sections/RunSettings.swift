public import DurableFiles

/// How long a run may take, and what it does about another one.
public struct RunSettings: Hashable, Sendable {
  /// Who may look at what is created in the state folder.
  public let access: FileAccess
  /// How long a run may take before it stops as for a signal; nil for as long as it needs.
  public let deadline: Duration?
  /// How long the batches in hand may take after a stop was asked for.
  public let shutdownGrace: Duration
  /// What to do while another run holds the lock.
  public let whenBusy: BusyPolicy
  /// How long the ledger keeps runs, and export jobs that have ended and of which nothing is owed; nil for good.
  public let keep: Duration?
}

/// What a run does while another one holds the lock.
public enum BusyPolicy: Hashable, Sendable {
  /// It ends at once.
  case fail
  /// It waits, at most this long.
  case wait(Duration)
}

/// What can be seen of a run.
public struct ObserveSettings: Sendable {
  /// What is logged on stderr, and how.
  public let log: LogSettings
  /// The absolute path of the file that metrics are written to; nil for none.
  public let textfile: String?
  /// The absolute path of the file that receipts are added to; nil for none.
  public let receipts: String?
  /// The URLs that are asked when a run begins and ends; nil for none.
  public let ping: PingSettings?
}

/// The URLs that tell a monitoring service of a run. Each is a secret: who knows it can speak for the run.
public struct PingSettings: Sendable {
  /// Asked when a run begins; nil for none.
  public let start: PingURL?
  /// Asked when a run has ended with exit code 0; nil for none.
  public let success: PingURL?
  /// Asked when a run has ended with another exit code; nil for none.
  public let failure: PingURL?
  /// Asked when a run has ended; nil for none.
  public let end: PingURL?
}

/// What a run writes into its log, and how.
public struct LogSettings: Hashable, Sendable {
  /// How a log is written.
  public enum Format: String, CaseIterable, Sendable {
    /// As text on a terminal, as JSON otherwise.
    case auto
    /// As text for people.
    case text
    /// As JSON Lines: one object for each event.
    case json
  }

  /// The least that an event must matter to be written.
  public enum Level: String, CaseIterable, Sendable {
    /// Everything, each page and each batch too.
    case debug
    /// What a run did.
    case info
    /// What a person may have to look at.
    case warning
    /// What kept the run from finishing.
    case error
  }

  /// How the log is written.
  public let format: Format
  /// What is written.
  public let level: Level
}
