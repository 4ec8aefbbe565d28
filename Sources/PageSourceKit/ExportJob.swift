public import ExportModel

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
