public import ExportModel
public import SinkKit

/// How a run ended, for the record and for the exit code.
public struct RunOutcome: Sendable {
  /// What the run did.
  public let receipt: RunReceipt
  /// Everything that went wrong, in the order of the definition; empty when nothing did.
  public let troubles: [RunTrouble]

  /// Creates an outcome.
  public init(receipt: RunReceipt, troubles: [RunTrouble]) {
    self.receipt = receipt
    self.troubles = troubles
  }
}

/// Something that kept a run, or one of its routes, from finishing.
public enum RunTrouble: Error, Sendable {
  /// The job or its items could not be had: nothing of this run is stored.
  case source(SourceError)
  /// The ledger could not be read or written.
  case ledger(LedgerError)
  /// A route's sink could not be opened, deliver or close.
  case sink(route: Name, SinkError)
  /// A route takes other items, or has another place, than when it delivered the first items of this
  /// job: some of them would never reach it.
  case termsChanged(route: Name, from: String, to: String)

  /// What happened, in one sentence for the operator.
  public var message: String {
    switch self {
    case .source(let error): error.message
    case .ledger(let error): error.message
    case .sink(let route, let error): "route '\(route)': \(error.message)"
    case .termsChanged(let route, let old, let new):
      "route '\(route)' has delivered items of this export job as '\(old)', and is '\(new)' now"
    }
  }

  /// What the operator can do; nil where the message says it all.
  public var hint: String? {
    switch self {
    case .source(let error): error.hint
    case .ledger(let error): error.hint
    case .sink(_, let error): error.hint
    case .termsChanged:
      "put it back as it was until the export job has ended, or give the route a new name to deliver "
        + "the job to it from the start"
    }
  }
}
