public import Diagnostics

/// Why a page or a job is unavailable.
public struct SourceError: OperatorError {
  /// What kind of trouble it is: an open set, so that kinds can be added.
  public struct Code: Hashable, Sendable {
    private enum Kind {
      case unreachable, denied, unknownJob, foreignJob, badAnswer, cursorRefused, cancelled,
        invalid,
        storage
    }

    private let kind: Kind

    /// No answer, or none but "later", after every retry.
    public static let unreachable = Code(kind: .unreachable)
    /// The token is missing, wrong or not enough.
    public static let denied = Code(kind: .denied)
    /// The API knows no such job.
    public static let unknownJob = Code(kind: .unknownJob)
    /// The API's job is not one that the settings are about, such as another company's.
    public static let foreignJob = Code(kind: .foreignJob)
    /// The API answered what it must not.
    public static let badAnswer = Code(kind: .badAnswer)
    /// The API does not take the cursor that it gave: the list must be read from its first page.
    public static let cursorRefused = Code(kind: .cursorRefused)
    /// The calling task was cancelled.
    public static let cancelled = Code(kind: .cancelled)
    /// The source cannot be asked at all as it is set: nobody was asked.
    public static let invalid = Code(kind: .invalid)
    /// A file that the source keeps cannot be written: the disk is full, read-only or failing.
    public static let storage = Code(kind: .storage)
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened, in the operator's words; holds no token and no part of one.
  public let message: String
  /// What the operator can do.
  public let hint: String?
  /// What the ledger keeps of it: what happened, without the words of the other side.
  public let record: String
  /// What lies beneath, if anything; its description holds no token and no part of one.
  public let cause: (any Error)?

  /// Creates an error.
  ///
  /// - Parameter record: where the message quotes the other side, what to keep in its place.
  public init(
    _ code: Code, _ message: String, hint: String? = nil, record: String? = nil,
    cause: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.record = record ?? message
    self.cause = cause
  }
}
