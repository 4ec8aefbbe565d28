public import ExportModel

/// What the ledger knows of an entry as an item of another export job.
public struct ItemElsewhere: Equatable, Sendable {
  /// The other export job.
  public let jobID: JobID
  /// Whether that job was first stored after the one that is asked about.
  public let isLater: Bool
  /// The routes that took it there, are done with it, and whose sinks did not reject it, with the terms
  /// under which they took it.
  public let deliveredBy: [Name: [RecordedTerms]]

  /// Creates what is known.
  ///
  /// - Parameters:
  ///   - isLater: whether that job was first stored after the one that is asked about.
  ///   - work: the status with which it was stored as work there; nil for an item that never was.
  ///   - done: the routes that are past it, and neither owe nor reject it, with all terms that they had.
  ///   - choices: what those decided about it that asked for what the items are.
  public init(
    jobID: JobID, isLater: Bool, entryID: EntryID, work: ItemStatus?, done: [Name: [RecordedTerms]],
    choices: [Name: Bool] = [:]
  ) {
    self.jobID = jobID
    self.isLater = isLater
    deliveredBy =
      work.map { work in
        Dictionary(
          uniqueKeysWithValues: done.map { name, terms in
            (
              name,
              terms.filter {
                $0.took(work, entryID: entryID, jobID: jobID, choice: choices[name])
              }
            )
          }
        ).filter { !$0.value.isEmpty }
      } ?? [:]
  }

  /// Whether a route of this name and job definition, or one that delivered to this place, delivered it.
  func wasDelivered(by route: Name, of definition: Name, to place: RoutePlace) -> Bool {
    deliveredBy.contains { name, terms in
      terms.contains { terms in
        guard let terms = terms.value else { return name == route }
        return terms.place.overlaps(place) || name == route && terms.definition == definition.text
      }
    }
  }
}
