/// What a route has to do with an item, and why.
public enum Obligation: Equatable, Sendable {
  /// The item never needed work.
  case notAsked
  /// The route does not take the item.
  case notTaken
  /// The route's sink has it.
  case delivered
  /// The route's sink will never take it.
  case rejected
  /// The route owes it, and the next run delivers it.
  ///
  /// - Parameter late: whether it lies before the route's position.
  case outstanding(late: Bool)
  /// The route owes it, and no run delivers it until a person decides.
  case held(HeldReason)
  /// The route's sink does not have it, and by the job definition need not.
  case skipped
  /// The route's sink does not have it, and a person decided that it need not.
  case settled

  /// Whether the route's sink is still to get the item, even if a person must decide first.
  public var isOwed: Bool {
    switch self {
    case .outstanding, .held: true
    case .notAsked, .notTaken, .delivered, .rejected, .skipped, .settled: false
    }
  }
}

/// Why a person must decide on an item that a route owes.
public enum HeldReason: String, CaseIterable, Sendable {
  /// It became final at the source before the route delivered it: somebody else may have processed it.
  case finished
  /// The API no longer lists it.
  case unlisted
  /// Its status is one that the API does not document.
  case unknownStatus = "unknown_status"
  /// It was delivered as part of an earlier export job.
  case deliveredBefore = "delivered_before"
  /// The API has no accounting data of it, which the job definition asks for.
  case withoutData = "without_data"
  /// The export job has ended, so nothing of it may be processed any more.
  case jobEnded = "job_ended"
  /// The route is no longer in the job definition.
  case routeRemoved = "route_removed"
}

extension HeldReason {
  /// The reason as the end of a sentence about items.
  ///
  /// - Parameter isOfOneRoute: whether the sentence is about one route.
  public func words(of count: Int, isOfOneRoute: Bool = true) -> String {
    let (are, were) = count == 1 ? ("is", "was") : ("are", "were")
    return switch self {
    case .finished:
      "became final at the source before \(isOfOneRoute ? "this route" : "a route") delivered "
        + (count == 1 ? "it" : "them")
    case .unlisted: "\(are) no longer listed by the API"
    case .unknownStatus: "\(are) in a status that the API does not document"
    case .deliveredBefore: "\(were) delivered as part of an earlier export job"
    case .withoutData: "\(are) without accounting data"
    case .jobEnded: "had not been delivered when the export job ended"
    case .routeRemoved: "had not been delivered when the route was taken out of the job file"
    }
  }
}
