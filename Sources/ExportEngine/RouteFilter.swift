import ExportModel
import Predicates

/// Which items of a job a route takes, by the status with which each became work: a decision once
/// made stands.
struct RouteFilter: Sendable {
  private let items: ItemTable
  private let decide: Decision

  /// How the question is answered.
  private enum Decision {
    /// Looked up, for each code: the predicate asks for nothing that differs within a status.
    case byStatus([Bool])
    /// Asked of each item.
    case byItem(ItemPredicate, JobID)
    /// Answered before, when there was data to ask.
    case byChoice(RouteChoices)
  }

  /// Stands for every entry id where the predicate does not ask for it.
  private static let anyEntry = EntryID(Identifier(high: 0, low: 0))

  /// - Parameter choices: what was decided with `predicate`, where it asks for accounting data.
  init(
    _ predicate: ItemPredicate, of jobID: JobID, items: ItemTable, choices: RouteChoices
  ) {
    self.items = items
    let fields = predicate.fields
    decide =
      if fields.contains(where: { $0.dataField != nil }) {
        .byChoice(choices)
      } else if fields.contains(.entryID) {
        .byItem(predicate, jobID)
      } else {
        .byStatus(
          [false]
            + items.table.all.map {
              predicate.accepts(status: $0, entryID: Self.anyEntry, jobID: jobID)
            })
      }
  }

  /// Whether the route takes the item; false for one that never was work, and nil where that is not decided.
  func takes(_ ordinal: Ordinal) -> Bool? {
    let code = items.work[ordinal]
    switch decide {
    case .byStatus(let takes): return takes[Int(code.byte)]
    case .byItem(let predicate, let jobID):
      guard let status = items.table[code] else { return false }
      return predicate.accepts(status: status, entryID: items.entryIDs[ordinal], jobID: jobID)
    case .byChoice(let choices): return code == .none ? false : choices[ordinal]
    }
  }
}
