public import ExportModel
public import Predicates

/// What a route's progress rests on: whose it is, what it takes and where that goes.
///
/// Kept with the progress: under other terms the items before the position would not all have been
/// delivered.
public struct RouteTerms: Equatable, Codable, Sendable {
  /// The job definition's name.
  public let definition: String
  /// Which items the route takes.
  public let predicate: ItemPredicate
  /// Where it delivers to.
  public let place: RoutePlace

  /// Creates terms.
  public init(definition: Name, predicate: ItemPredicate, place: RoutePlace) {
    self.definition = definition.text
    self.predicate = predicate
    self.place = place
  }

  /// Other terms, at this place.
  fileprivate init(_ terms: RouteTerms, at place: RoutePlace) {
    definition = terms.definition
    predicate = terms.predicate
    self.place = place
  }

  /// Whether what the items are decides which of them the route takes.
  public var asksForData: Bool { predicate.asksForData }

  /// Whether progress made under those terms goes on under these.
  func continues(_ other: RouteTerms) -> Bool {
    definition == other.definition && predicate == other.predicate && place.continues(other.place)
  }
}

extension RouteTerms: CustomStringConvertible {
  /// The terms in words.
  public var description: String { "job \(definition), when \(predicate), to \(place)" }
}

/// The terms that a ledger has of a route.
public enum RecordedTerms: Equatable, Sendable {
  /// The terms as a value.
  case known(RouteTerms)
  /// The terms in the words of a version that kept nothing else.
  case written(String)

  /// The terms in words.
  public var text: String {
    switch self {
    case .known(let terms): "\(terms)"
    case .written(let text): text
    }
  }

  /// The terms in words; a place that is the same under another path has the path of `terms`.
  func text(beside terms: RouteTerms) -> String {
    guard let value, value.place.continues(terms.place) else { return text }
    return "\(RouteTerms(value, at: terms.place))"
  }

  /// The terms as a value; nil where only words were kept.
  public var value: RouteTerms? { if case .known(let terms) = self { terms } else { nil } }

  /// Whether progress made under these terms goes on under `terms`.
  func isContinued(by terms: RouteTerms) -> Bool {
    switch self {
    case .known(let before): terms.continues(before)
    case .written(let text): text == "\(terms)"
    }
  }

  /// Whether a route with these terms took an item that was stored as work in `status`; where only words
  /// were kept, it may have.
  ///
  /// - Parameter choice: what the route decided about it, where its terms ask for what the items are.
  func took(_ status: ItemStatus, entryID: EntryID, jobID: JobID, choice: Bool?) -> Bool {
    guard let predicate = value?.predicate else { return true }
    return predicate.asksForData
      ? choice == true : predicate.accepts(status: status, entryID: entryID, jobID: jobID)
  }
}
