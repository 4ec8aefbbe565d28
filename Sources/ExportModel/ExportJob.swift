/// What Pleo says of an export job: an open set of words (`pleo-export-api.md`, §4.1).
public struct ExportJobStatus: Hashable, Sendable, CustomStringConvertible {
  /// The API's word.
  public let name: String

  /// Wraps the API's word.
  public init(_ name: String) { self.name = name }

  /// Created, and not yet started by an integration.
  public static let pending = ExportJobStatus("pending")
  /// Started by an integration.
  public static let inProgress = ExportJobStatus("in_progress")
  /// Ended without success, by expiry or by a user among others.
  public static let failed = ExportJobStatus("failed")
  /// Ended with success.
  public static let completed = ExportJobStatus("completed")
  /// Ended, and some items failed.
  public static let completedWithErrors = ExportJobStatus("completed_with_errors")

  /// Whether a job in this status has work left: `pending` and `in_progress`.
  public var isOpen: Bool { self == .pending || self == .inProgress }
  /// Whether a job in this status has ended, so that nothing may be processed any more.
  public var isFinished: Bool {
    self == .failed || self == .completed || self == .completedWithErrors
  }

  /// The API's word.
  public var description: String { name }
}

/// What is known of an export job itself.
public struct ExportJob: Equatable, Sendable {
  /// The job's id.
  public let id: JobID
  /// The job's status at the time of asking.
  public let status: ExportJobStatus
  /// How many items the API says the job has, if it says so.
  public let numberOfItems: Int?
  /// Why the job failed, in the API's word, such as `job_expired`; nil when it did not.
  public let failureReasonType: String?

  /// Creates what is known of a job.
  public init(
    id: JobID, status: ExportJobStatus, numberOfItems: Int?, failureReasonType: String? = nil
  ) {
    self.id = id
    self.status = status
    self.numberOfItems = numberOfItems
    self.failureReasonType = failureReasonType
  }
}
