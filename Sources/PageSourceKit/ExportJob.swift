public import ExportModel

/// What is known of an export job itself.
public struct ExportJob: Equatable, Sendable {
  /// The job's id.
  public let id: JobID
  /// The company whose job it is, if the API says so.
  public let companyID: CompanyID?
  /// The job's status at the time of asking.
  public let status: ExportJobStatus
  /// When the job was created, in milliseconds since 1970-01-01T00:00:00Z, if the API says so.
  public let createdAt: Int64?
  /// How long after the answer the job expires, by its own numbers: zero or less where it should have expired
  /// already; nil where the API says too little to know.
  public let timeLeft: Duration?
  /// How many items the API says the job has, if it says so.
  public let numberOfItems: Int?
  /// Why the job failed, in the API's word, such as `job_expired`; nil when it did not.
  public let failureReasonType: String?

  /// Creates what is known of a job.
  public init(
    id: JobID, companyID: CompanyID? = nil, status: ExportJobStatus, createdAt: Int64? = nil,
    timeLeft: Duration? = nil, numberOfItems: Int?, failureReasonType: String? = nil
  ) {
    self.id = id
    self.companyID = companyID
    self.status = status
    self.createdAt = createdAt
    self.timeLeft = timeLeft
    self.numberOfItems = numberOfItems
    self.failureReasonType = failureReasonType
  }
}
