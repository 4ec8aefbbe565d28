public import ExportModel

/// What a run did.
public struct RunReceipt: Equatable, Sendable {
  /// How a run ended.
  public enum Ending: String, Sendable {
    /// Everything that had to go went, or there was nothing to do.
    case done
    /// The job had ended already: nothing was touched.
    case jobFinished = "job_finished"
    /// The job's time is over, by its own numbers: nothing was begun, or not all was delivered.
    case jobExpired = "job_expired"
    /// A stop was asked for: progress is saved.
    case stopped
    /// A stop was asked for before every page was read: nothing of this run is saved.
    case stoppedRetrieving = "stopped_retrieving"
    /// The run, or one of its routes, could not go on.
    case failed
    /// The process ended in the middle of it.
    case killed
  }

  /// What one route did.
  public struct Route: Equatable, Sendable {
    /// The route.
    public let name: Name
    /// Items that are new in the sink.
    public var written = 0
    /// Items that the sink had already.
    public var absorbed = 0
    /// Items that the sink will never take.
    public var rejected = 0
    /// Items that the sink rejected in earlier runs, and that no person has decided on.
    public var rejectedBefore = 0
    /// Items that are still to be delivered.
    public var outstanding = 0
    /// Items that the sink does not have and that a person must decide on.
    public var held = 0

    /// Items that the sink does not have and should.
    public var owed: Int { outstanding + held }

    /// Whether its sink has everything, or a person has decided on the rest.
    public var isClear: Bool { owed == 0 && rejected == 0 && rejectedBefore == 0 }

    /// Creates a receipt with nothing done.
    public init(name: Name) { self.name = name }

    /// Creates the receipt of a route that has nothing done and owes this.
    init(name: Name, _ tally: RouteTally) {
      self.name = name
      rejectedBefore = tally.rejected
      outstanding = tally.outstanding
      held = tally.owed - tally.outstanding
    }
  }

  /// The run's name; nil for a run of before runs had names.
  public let runID: RunID?
  /// The job definition.
  public let definition: Name
  /// The export job.
  public let jobID: JobID
  /// When the run began, in milliseconds since 1970-01-01T00:00:00Z.
  public let startedAt: Int64
  /// How long it took.
  public var duration: Duration = .zero
  /// How it ended.
  public var ending: Ending = .done
  /// What went wrong, in one sentence; nil when nothing did.
  public var failure: String?
  /// Whether it failed for a reason that another run does not help with, until a person acts.
  public var needsPerson = false
  /// Items in the snapshot.
  public var read = 0
  /// Items that are new in the ledger.
  public var storedNew = 0
  /// Items whose status changed in the ledger.
  public var storedChanged = 0
  /// Items that a person must decide on.
  public var held = 0
  /// Items that need no work.
  public var skipped = 0
  /// Items that the ledger knows and the API no longer lists.
  public var missing = 0
  /// A fingerprint of all entry ids in order, as 16 hexadecimal digits: equal for equal orders.
  public var orderHash = ""
  /// Items of other export jobs of the definition that its routes owe, or a person must decide on.
  public var owedElsewhere = 0
  /// What each route did, in the order of the definition.
  public var routes: [Route] = []
  /// The API's word for how the export job has ended; nil where it has not, or nobody asked.
  public var jobStatus: String?
  /// The API's word for why it failed, such as `job_expired`; nil where it did not.
  public var jobFailureReason: String?

  /// Whether nothing of the export job is owed, rejected or held.
  public var isClear: Bool { held == 0 && routes.allSatisfy { $0.isClear } }

  /// Creates the receipt of a run that has just begun.
  public init(runID: RunID? = nil, definition: Name, jobID: JobID, startedAt: Int64) {
    self.runID = runID
    self.definition = definition
    self.jobID = jobID
    self.startedAt = startedAt
  }
}
