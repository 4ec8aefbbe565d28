public import ExportModel

/// What the ledger knows of an entry as an item of another export job.
public struct ItemElsewhere: Equatable, Sendable {
  /// The other export job.
  public let jobID: JobID
  /// Whether that job was first stored after the one that is asked about.
  public let isLater: Bool
  /// The routes that took it there, are done with it, and whose sinks did not reject it.
  public let deliveredBy: [Name: RecordedTerms]

  /// Creates what is known.
  ///
  /// - Parameters:
  ///   - isLater: whether that job was first stored after the one that is asked about.
  ///   - work: the status with which it was stored as work there; nil for an item that never was.
  ///   - done: the routes that are past it, and neither owe nor reject it, with their terms.
  public init(
    jobID: JobID, isLater: Bool, entryID: EntryID, work: ItemStatus?, done: [Name: RecordedTerms]
  ) {
    self.jobID = jobID
    self.isLater = isLater
    deliveredBy =
      work.map { work in
        done.filter { $0.value.took(work, entryID: entryID, jobID: jobID) }
      } ?? [:]
  }

  /// Whether a route of this name, or one that delivered to this place, delivered it.
  func wasDelivered(by route: Name, to place: RoutePlace) -> Bool {
    deliveredBy.contains { $0 == route || $1.value?.place.overlaps(place) == true }
  }
}
