public import ExportModel

/// The name of a run in its log, its receipts and the ledger: 16 hexadecimal digits.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
  /// The digits, in small letters.
  public let text: String

  /// Takes 16 hexadecimal digits in small letters; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
    else { return nil }
    self.text = text
  }

  private init(number: UInt64) {
    let digits = String(number, radix: 16)
    text = String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// A name by chance.
  public static func random() -> RunID { RunID(number: .random(in: 0...UInt64.max)) }

  /// The digits.
  public var description: String { text }
}

/// A run as a ledger has it, from its first step on: of one export job, or of none.
public struct RecordedRun: Equatable, Sendable {
  /// The run's name, which runs of several export jobs share; nil for a run of before runs had names.
  public let id: RunID?
  /// The job definition.
  public let definition: Name
  /// The export job; nil while none is known, and for a run that found none.
  public let jobID: JobID?
  /// When it began, in milliseconds since 1970-01-01T00:00:00Z.
  public let startedAt: Int64
  /// How it ended; nil where it has not come to its end, as far as the ledger knows.
  public var ending: RunReceipt.Ending?
  /// What went wrong, in one sentence; nil when nothing did.
  public var failure: String?
  /// Whether it failed for a reason that another run does not help with, until a person acts.
  public var needsPerson = false
  /// What it did; nil of one without an export job, and of one that has not come to its end or was killed.
  public var receipt: RunReceipt?

  /// Creates a run that has just begun.
  public init(id: RunID?, definition: Name, jobID: JobID? = nil, startedAt: Int64) {
    self.id = id
    self.definition = definition
    self.jobID = jobID
    self.startedAt = startedAt
  }

  /// The run that a receipt is of.
  public init(_ receipt: RunReceipt) {
    self.init(
      id: receipt.runID, definition: receipt.definition, jobID: receipt.jobID,
      startedAt: receipt.startedAt)
    ending = receipt.ending
    failure = receipt.failure
    needsPerson = receipt.needsPerson
    self.receipt = receipt
  }
}
