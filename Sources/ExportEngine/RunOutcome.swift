public import Diagnostics
public import ExportModel
public import PageSourceKit
public import SinkKit

/// How a run ended, for the record and for the exit code.
public struct RunOutcome: Sendable {
  /// What the run did.
  public let receipt: RunReceipt
  /// Everything that went wrong, in the order of the definition; empty when nothing did.
  public let troubles: [RunTrouble]
  /// What is owed of other export jobs of the definition.
  public let owedElsewhere: [OwedElsewhere]
  /// Items of an export job that was open, has failed, and was never retrieved whole: nobody has them.
  public let neverRetrieved: Int

  /// Creates an outcome.
  public init(
    receipt: RunReceipt, troubles: [RunTrouble], owedElsewhere: [OwedElsewhere] = [],
    neverRetrieved: Int = 0
  ) {
    self.receipt = receipt
    self.troubles = troubles
    self.owedElsewhere = owedElsewhere
    self.neverRetrieved = neverRetrieved
  }
}

/// Something that kept a run, or one of its routes, from finishing.
public enum RunTrouble: OperatorError {
  /// The job or its items could not be retrieved: nothing of this run is stored.
  case source(SourceError)
  /// The ledger could not be read or written.
  case ledger(LedgerError)
  /// A route's sink could not be opened, deliver or close.
  case sink(route: Name, SinkError)
  /// A route takes other items, or has another place, than when it delivered the first items of this
  /// job: some of them would never reach it.
  case termsChanged(route: Name, from: String, to: String)
  /// A route that has delivered nothing of this job would no longer take items that it owes, or owes them as
  /// one of another job definition.
  case owedDropped(route: Name, items: Int, from: String, to: String)
  /// A route delivers to where another route has delivered items of this job, and has not delivered there
  /// itself: what that one did would be done again.
  case placeTaken(route: Name, by: Name, place: String)
  /// Items need work that no route takes, and the definition says that nothing is delivered then:
  /// the first few of them, and how many there are.
  case unmatched(first: [EntryID], count: Int)
  /// A route's sink rejected more items in this run than the definition lets it, and more are to
  /// be delivered to it.
  case tooManyRejected(route: Name, rejected: Int, limit: Int)

  /// What happened, in one sentence for the operator.
  public var message: String {
    switch self {
    case .source(let error): error.message
    case .ledger(let error): error.message
    case .sink(let route, let error): "route '\(route)': \(error.message)"
    case .termsChanged(let route, let old, let new):
      "route '\(route)' has delivered items of this export job as '\(old)', and is '\(new)' now"
    case .owedDropped(let route, let items, let old, let new):
      "route '\(route)' owes \(items == 1 ? "an item" : "\(items) items") of this export job as '\(old)', "
        + "and is '\(new)' now"
    case .placeTaken(let route, let other, let place):
      "route '\(route)' delivers to where route '\(other)' has delivered items of this export job: "
        + "\(place)"
    case .unmatched(let first, let count):
      "no route takes \(count == 1 ? "item" : "\(count) items:") "
        + first.map(\.description).joined(separator: ", ")
        + (count > first.count ? " and \(count - first.count) more" : "")
    case .tooManyRejected(let route, let rejected, let limit):
      "route '\(route)' rejected \(rejected) items in this run, and 'max_rejected' is \(limit)"
    }
  }

  /// What the ledger keeps of it.
  var record: String {
    if case .source(let error) = self { error.record } else { message }
  }

  /// Whether another run does not help, until a person acts. What shows in the items and routes of the ledger is
  /// not counted, because there it is also seen when it is over.
  public var needsPerson: Bool {
    switch self {
    case .source(let error): error.code != .unreachable && error.code != .cancelled
    case .ledger: true
    case .sink(_, let error): !error.code.isWorthRetrying
    case .termsChanged, .owedDropped, .placeTaken, .unmatched, .tooManyRejected: false
    }
  }

  /// Whether it is the ledger's.
  var isOfLedger: Bool { if case .ledger = self { true } else { false } }

  /// What lies beneath, if anything; for the support, not for the operator.
  public var cause: (any Error)? {
    switch self {
    case .source(let error): error.cause
    case .ledger(let error): error.cause
    case .sink(_, let error): error.cause
    case .termsChanged, .owedDropped, .placeTaken, .unmatched, .tooManyRejected: nil
    }
  }

  /// What the operator can do; nil where the message says it all.
  public var hint: String? {
    switch self {
    case .source(let error): error.hint
    case .ledger(let error): error.hint
    case .sink(_, let error): error.hint
    case .termsChanged(let route, _, _):
      "put it back as it was; or accept the change, so that what was delivered counts as delivered: "
        + "sluice state FILE accept-terms \(route)"
    case .owedDropped(let route, _, _, _):
      "put it back as it was; or accept the change, so that it owes only what it takes then: "
        + "sluice state FILE accept-terms \(route)"
    case .placeTaken(let route, let other, _):
      "if it is the same route under a new name: sluice state FILE rename-route \(other) \(route); "
        + "if not, give its sink another place"
    case .unmatched:
      "let a route take them, or write 'unmatched: hold' or 'unmatched: skip'; until then nothing is "
        + "delivered"
    case .tooManyRejected:
      "find out why it rejects them; the next run goes on with what is left"
    }
  }
}
