import Diagnostics
public import ExportModel

extension PredicateFields {
  /// The fields that the items of every source have.
  public static let item = PredicateFields(
    [
      Declaration(
        .status,
        .word(
          Words(
            ItemStatus.known.map(\.name), name: "a status", plural: "statuses",
            finding: .predicateStatus))),
      Declaration(.entryID, .id), Declaration(.jobID, .id),
    ],
    example: #"status == "pending""#, listExample: #"status in ["pending", "failed"]"#)
}

extension ItemPredicate.Field {
  /// The item's status.
  public static let status = Self("status")
  /// The item's id, a UUID.
  public static let entryID = Self("entry_id")
  /// The id of the item's export job, a UUID.
  public static let jobID = Self("job_id")
}

extension ItemPredicate {
  /// Whether the predicate is true of an item; pure and total.
  public func accepts(status: ItemStatus, entryID: EntryID, jobID: JobID) -> Bool {
    accepts { field in
      switch field {
      case .status: .word(status.name)
      case .entryID: .id(entryID.identifier)
      case .jobID: .id(jobID.identifier)
      default: nil
      }
    }
  }

  /// True of an item whose status is this one.
  public static func statusIs(_ status: ItemStatus) -> ItemPredicate {
    .compares(.status, .equal, .word(status.name))
  }

  /// True of an item whose status is one of these.
  public static func statusIn(_ statuses: [ItemStatus]) -> ItemPredicate {
    .isOneOf(.status, statuses.map { .word($0.name) })
  }

  /// True of an item whose entry id compares so with this one.
  public static func entryID(_ comparison: Comparison, _ id: EntryID) -> ItemPredicate {
    .compares(.entryID, comparison, .id(id.identifier))
  }

  /// True of an item whose entry id is one of these.
  public static func entryIDIn(_ ids: [EntryID]) -> ItemPredicate {
    .isOneOf(.entryID, ids.map { .id($0.identifier) })
  }

  /// True of an item whose export job's id compares so with this one.
  public static func jobID(_ comparison: Comparison, _ id: JobID) -> ItemPredicate {
    .compares(.jobID, comparison, .id(id.identifier))
  }

  /// True of an item whose export job's id is one of these.
  public static func jobIDIn(_ ids: [JobID]) -> ItemPredicate {
    .isOneOf(.jobID, ids.map { .id($0.identifier) })
  }
}
