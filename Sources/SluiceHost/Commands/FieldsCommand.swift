import ArgumentParser
import ItemFields

struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "Lists the fields of an item: those that are stored, and those of accounting data.")

  @OptionGroup var output: FormatOption

  /// A field as JSON has it.
  struct Result: Encodable {
    let name: String
    let type: String
    /// Whether every item has it.
    let required: Bool
    /// Whether a job definition must ask for accounting data.
    let needsData: Bool
    let summary: String

    enum CodingKeys: String, CodingKey {
      case name, type, required, summary
      case needsData = "needs_data"
    }
  }

  func run() throws {
    let fields = (ItemField.stored + ItemField.ofData).map(Result.init)
    switch output.format {
    case .json: try Envelope(command: "fields", status: .done, result: fields).print()
    case .text:
      let rows = fields.map {
        [$0.name, $0.type, $0.required ? "always" : "may be null", $0.summary]
      }
      try Console.data(
        (TextTable.lines([["field", "type", "there", "meaning"]] + rows) + [
          "",
          "Those that begin with 'data' need 'accounting_data: full' under the source. Money is in minor units: 6366 for 63.66.",
        ]).joined(separator: "\n"))
    }
  }
}

extension FieldsCommand.Result {
  init(_ field: ItemField) {
    let (type, isRequired, summary) = field.traits
    self.init(
      name: field.name, type: type, required: isRequired, needsData: field.isOfData,
      summary: summary)
  }
}

extension ItemField {
  fileprivate var traits: (type: String, isRequired: Bool, summary: String) {
    switch self {
    case .jobID: ("text", true, "the export job's id")
    case .entryID: ("text", true, "the item's id")
    case .status: ("text", true, "the item's status at the API")
    case .ordinal: ("integer", true, "the item's place in the order of its job, from 0 on")
    case .previousJobID: ("text", false, "the earlier export job that delivered the entry")
    case .data: ("json", true, "all of the accounting data, as the API gave it")
    case .dataFetchedAt: ("date", true, "when that was fetched")
    case .part(let field): (field.kind.rawValue, field.isRequired, field.summary)
    }
  }
}
