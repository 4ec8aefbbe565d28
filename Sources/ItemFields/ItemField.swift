/// Anything that can be asked of an item.
public enum ItemField: Hashable, Sendable {
  /// The export job.
  case jobID
  /// The item's id.
  case entryID
  /// The item's status.
  case status
  /// The item's place in the order of its job.
  case ordinal
  /// The earlier export job that the entry was delivered as part of.
  case previousJobID
  /// All that the item is, as JSON.
  case data
  /// When that was fetched.
  case dataFetchedAt
  /// A part of what the item is.
  case part(DataField)

  /// What is stored of every item.
  public static let stored: [ItemField] = [.jobID, .entryID, .status, .ordinal, .previousJobID]
  /// What is known where a job definition asks for accounting data.
  public static let ofData: [ItemField] =
    [.data, .dataFetchedAt] + DataField.known.map { .part($0) }

  /// The field with a ``name``; nil where there is none.
  public init?(_ name: String) {
    if let field = (Self.stored + [.data, .dataFetchedAt]).first(where: { $0.name == name }) {
      self = field
    } else if let field = DataField(name) {
      self = .part(field)
    } else {
      return nil
    }
  }

  /// The name as it is written in a job file.
  public var name: String {
    switch self {
    case .jobID: "job_id"
    case .entryID: "accounting_entry_id"
    case .status: "status"
    case .ordinal: "ordinal"
    case .previousJobID: "previous_job_id"
    case .data: "data"
    case .dataFetchedAt: "data_fetched_at"
    case .part(let field): field.name
    }
  }

  /// Whether only accounting data has it.
  public var isOfData: Bool {
    switch self {
    case .jobID, .entryID, .status, .ordinal, .previousJobID: false
    case .data, .dataFetchedAt, .part: true
    }
  }
}

/// What an item has in a field; nothing is nil.
public enum ItemValue: Hashable, Sendable {
  /// A text.
  case text(String)
  /// A number, with every digit as the API wrote it.
  case number(String)
  /// Anything else, as JSON: true, false, a list or an object.
  case json(String)

  /// The value as a text.
  public var text: String {
    switch self {
    case .text(let text), .number(let text), .json(let text): text
    }
  }
}
