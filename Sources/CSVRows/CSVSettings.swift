public import Diagnostics
import ItemFields
public import Settings
public import SinkKit

/// The settings of a sink that writes rows.
public enum CSVSettings {
  /// The columns.
  public static let columns = Setting(
    "columns",
    ValueType<[ItemColumn]>.columns(
      of: ItemField.stored + ItemField.ofData,
      named: (
        "the name of a column (1 to 100 characters on one line)", "amount",
        "^[^\\u0000-\\u001F\\u007F]{1,100}$"
      )),
    default: ItemField.stored.map { ItemColumn($0) },
    "The columns, in their order; job_id and accounting_entry_id are always among them.")
  /// What is between two values.
  public static let delimiter = Setting(
    "delimiter", ValueType.choice(CSVDelimiter.self), default: .comma,
    "What is between two values of a row.")
  /// What becomes of formulas.
  public static let formulas = Setting(
    "formulas", ValueType.choice(CSVFormulas.self), default: .escape,
    "What becomes of a text that a spreadsheet would run as a formula: escape puts an apostrophe before it."
  )
  /// Whether there is a header.
  public static let header = Setting(
    "header", ValueType.boolean, default: true,
    "Whether the rows come under the names of their columns.")

  /// All of them.
  public static let all: [any DeclaredSetting] = [columns, delimiter, formulas, header]

  /// The same, for a sink that may write rows: each may be left out.
  public enum IfAny {
    /// The columns.
    public static let columns = Setting(
      CSVSettings.columns.name, CSVSettings.columns.type.optional, default: nil,
      "The columns of rows, in their order; job_id and accounting_entry_id are always among them.")
    static let delimiter = Setting(
      CSVSettings.delimiter.name, CSVSettings.delimiter.type.optional, default: nil,
      CSVSettings.delimiter.summary)
    static let formulas = Setting(
      CSVSettings.formulas.name, CSVSettings.formulas.type.optional, default: nil,
      CSVSettings.formulas.summary)
    static let header = Setting(
      CSVSettings.header.name, CSVSettings.header.type.optional, default: nil,
      CSVSettings.header.summary)

    /// All of them.
    public static let all: [any DeclaredSetting] = [columns, delimiter, formulas, header]
  }
}

extension CSVFormat {
  /// Takes ``CSVSettings/all``; a row without the ids could not be known again.
  public init(_ settings: CheckedSettings) throws(Diagnostic) {
    try self.init(
      columns: settings[CSVSettings.columns], at: settings.span(of: CSVSettings.columns),
      settings[CSVSettings.delimiter], settings[CSVSettings.formulas],
      hasHeader: settings[CSVSettings.header])
  }

  /// Takes ``CSVSettings/IfAny/all``.
  public init(ifAny settings: CheckedSettings) throws(Diagnostic) {
    let usual = CSVFormat()
    try self.init(
      columns: settings[CSVSettings.IfAny.columns] ?? usual.columns,
      at: settings.span(of: CSVSettings.IfAny.columns),
      settings[CSVSettings.IfAny.delimiter] ?? .comma,
      settings[CSVSettings.IfAny.formulas] ?? .escape,
      hasHeader: settings[CSVSettings.IfAny.header] ?? usual.hasHeader)
  }

  private init(
    columns: [ItemColumn], at span: SourceSpan, _ delimiter: CSVDelimiter, _ formulas: CSVFormulas,
    hasHeader: Bool
  ) throws(Diagnostic) {
    for field in [ItemField.jobID, .entryID] where !columns.contains(where: { $0.field == field }) {
      throw Diagnostic(
        id: .csvColumns, "the columns do not have '\(field.name)', by which a row is known again",
        at: span, help: "add \(field.name)")
    }
    self.init(columns: columns, delimiter: delimiter, formulas: formulas, hasHeader: hasHeader)
  }
}

extension FindingID {
  /// The columns of rows are not enough.
  public static let csvColumns = FindingID(
    "csv.columns", "the columns of a CSV file lack the ids that a row is known by")
}
