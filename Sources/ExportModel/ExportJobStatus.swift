/// What the API says of an export job: an open set of words (*The Export API*, *Statuses*).
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
