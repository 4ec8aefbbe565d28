import ItemFields
import SinkKit

/// The columns of accounting data, and what they have of an item.
struct DataColumns {
  /// As the database has it.
  enum Value {
    case null
    case integer(Int64)
    case text(String)
  }

  let columns: [ItemColumn]
  private let reader: FieldReader
  /// Those of whole numbers, which not every value is.
  private let integers: [ItemColumn]
  private let integerReader: FieldReader

  /// No columns: for items without data.
  static let none = DataColumns([])

  /// The data as a whole, and columns of the user's own.
  init(more: [ItemColumn]) { self.init(Self.ofEveryTable + more) }

  private init(_ columns: [ItemColumn]) {
    self.columns = columns
    reader = FieldReader(columns.map(\.field))
    integers = columns.filter { Self.isInteger($0) }
    integerReader = FieldReader(integers.map(\.field))
  }

  /// The columns of data that every table has.
  static let ofEveryTable = [ItemColumn(.data), ItemColumn(.dataFetchedAt)]

  /// Their names.
  var names: [String] { columns.map(\.name) }

  /// What an item has in each of them; NULL in place of what ``rejections(of:)`` are about.
  func values(of item: StoredItem) -> [Value] {
    guard !columns.isEmpty else { return [] }
    return zip(columns, reader.values(of: item)).map { Self.value($1, for: $0) ?? .null }
  }

  /// The items that the table will never take.
  func rejections(of items: [StoredItem]) -> [DeliveryReceipt.Rejection] {
    guard !integers.isEmpty else { return [] }
    return items.compactMap { item in
      refusal(of: item).map { DeliveryReceipt.Rejection(item.entryID, reason: $0) }
    }
  }

  private func refusal(of item: StoredItem) -> String? {
    guard let data = item.data else { return nil }
    if let field = integerReader.unreachablePart(of: data.json) {
      return "what leads to \(field.name) is no object, and a column wants a whole number"
    }
    for (column, value) in zip(integers, integerReader.values(of: item))
    where Self.value(value, for: column) == nil {
      return
        "\(column.field.name) is no whole number of 64 bits, as column '\(column.name)' wants it"
    }
    return nil
  }

  private static func isInteger(_ column: ItemColumn) -> Bool {
    if case .part(let field) = column.field { field.kind == .integer } else { false }
  }

  /// A value as a column has it; nil where the column cannot have it unchanged.
  private static func value(_ value: ItemValue?, for column: ItemColumn) -> Value? {
    guard let value else { return .null }
    guard isInteger(column) else { return .text(value.text) }
    guard case .number(let digits) = value else { return nil }
    return Int64(digits).map { .integer($0) }
  }
}
