import Diagnostics
public import ExportModel
public import ItemFields

extension PredicateFields {
  /// The fields that the items of every source have, and those of their accounting data.
  public static let item = PredicateFields(
    [
      Declaration(
        .status,
        .word(
          Words(
            ItemStatus.known.map(\.name), name: "a status", plural: "statuses",
            finding: .predicateStatus))),
      Declaration(.entryID, .id), Declaration(.jobID, .id),
    ] + DataField.known.map { Declaration(.data($0), FieldType($0.kind), isOptional: true) },
    example: #"status == "pending""#, listExample: #"status in ["pending", "failed"]"#,
    others: "or a field of accounting data that 'sluice fields' lists")
}

extension PredicateFields.FieldType {
  fileprivate init(_ kind: DataField.Kind) {
    self =
      switch kind {
      case .text: .text
      case .integer: .integer
      case .date: .date
      case .json: .json
      }
  }
}

extension ItemPredicate.Field {
  /// The item's status.
  public static let status = Self("status")
  /// The item's id, a UUID.
  public static let entryID = Self("entry_id")
  /// The id of the item's export job, a UUID.
  public static let jobID = Self("job_id")
  /// A field of the item's accounting data.
  public static func data(_ field: DataField) -> Self { Self(field.name) }

  /// What it is of the item's accounting data; nil where it is none.
  public var dataField: DataField? { DataField(name) }
}

extension ItemPredicate.Value {
  /// What an item has in a field of its accounting data; nil where that is nothing that the field can hold.
  public init?(_ value: ItemValue, of kind: DataField.Kind) {
    switch (kind, value) {
    case (.text, .text(let text)): self = .text(text)
    case (.integer, .number(let digits)):
      guard let number = Int64(digits) else { return nil }
      self = .integer(number)
    case (.date, .text(let text)):
      guard let period = Period(text) else { return nil }
      self = .date(period)
    case (.json, _): self = .json
    default: return nil
    }
  }
}

extension ItemPredicate {
  /// Whether the predicate is true of an item; pure and total.
  ///
  /// - Parameter data: what the item has in a field of its accounting data; nil where that is nothing.
  public func accepts(
    status: ItemStatus, entryID: EntryID, jobID: JobID, data: (Field) -> Value? = { _ in nil }
  ) -> Bool {
    accepts { field in
      switch field {
      case .status: .word(status.name)
      case .entryID: .id(entryID.identifier)
      case .jobID: .id(jobID.identifier)
      default: data(field)
      }
    }
  }

  /// Whether it asks for accounting data.
  public var asksForData: Bool { fields.contains { $0.dataField != nil } }

  /// The fields of accounting data that it asks for, by name.
  public var dataFields: [DataField] {
    fields.compactMap(\.dataField).sorted { $0.name < $1.name }
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
