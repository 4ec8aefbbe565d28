public import ItemFields
public import SinkKit

/// What is between two values of a row.
public enum CSVDelimiter: String, CaseIterable, Codable, Sendable {
  case comma, semicolon, tab

  /// The character.
  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}

/// What becomes of a text that a spreadsheet would run.
public enum CSVFormulas: String, CaseIterable, Codable, Sendable {
  case escape, keep

  /// What a text begins with that spreadsheets run (<https://owasp.org/www-community/attacks/CSV_Injection>).
  private static let beginnings: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
  ]

  /// A text as a row has it.
  func written(_ text: String) -> String {
    self == .escape && Self.isFormula(text) ? "'\(text)" : text
  }

  /// The text that a row has.
  func read(_ written: String) -> String {
    guard self == .escape, written.unicodeScalars.first == "'" else { return written }
    let text = String(written.unicodeScalars.dropFirst())
    return Self.isFormula(text) ? text : written
  }

  /// Whether a text is a formula, or one that has an apostrophe already: it gets another, to be read as it was.
  private static func isFormula(_ text: String) -> Bool {
    text.unicodeScalars.first { $0 != "'" }.map(beginnings.contains) ?? false
  }
}

/// How items are written as rows (RFC 4180), and how they are known again.
public struct CSVFormat: Sendable {
  /// The columns in their order, those of an item's ids among them.
  public let columns: [ItemColumn]
  /// Whether rows come under the names of their columns.
  public let hasHeader: Bool
  /// What is between two values of a row.
  public let delimiter: CSVDelimiter
  /// What becomes of a text that a spreadsheet would run.
  public let formulas: CSVFormulas
  private let reader: FieldReader

  /// Creates a format.
  public init(
    columns: [ItemColumn] = ItemField.stored.map { ItemColumn($0) },
    delimiter: CSVDelimiter = .comma, formulas: CSVFormulas = .escape, hasHeader: Bool = true
  ) {
    self.columns = columns
    self.delimiter = delimiter
    self.formulas = formulas
    self.hasHeader = hasHeader
    reader = FieldReader(columns.map(\.field))
  }

  /// The same with something else between two values.
  public func with(_ delimiter: CSVDelimiter) -> CSVFormat {
    CSVFormat(columns: columns, delimiter: delimiter, formulas: formulas, hasHeader: hasHeader)
  }

  /// The names of the columns.
  public var names: [String] { columns.map(\.name) }

  /// Whether a column has accounting data.
  public var hasData: Bool { columns.contains(where: \.field.isOfData) }

  /// The header's line; nothing where there is none.
  public var header: [UInt8] { hasHeader ? line(names.map(formulas.written)) : [] }

  /// An item's line.
  public func row(_ item: StoredItem) -> [UInt8] {
    line(
      reader.values(of: item).map { value in
        // A number stays one: a minus before it is no formula.
        if case .text(let text) = value { formulas.written(text) } else { value?.text ?? "" }
      })
  }

  /// Values as a line that ends with CRLF. One with any delimiter, a quote or a line end in it is quoted.
  private func line(_ values: [String]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, value) in values.enumerated() {
      if index > 0 { line.append(delimiter.byte) }
      // Also for programs that take another delimiter.
      if value.utf8.contains(where: { ",;\t\"\r\n".utf8.contains($0) }) {
        // Byte by byte: a quote with a combining character behind it is no quote to a string.
        let quote = UInt8(ascii: "\"")
        line.append(quote)
        for byte in value.utf8 {
          if byte == quote { line.append(quote) }
          line.append(byte)
        }
        line.append(quote)
      } else {
        line += value.utf8
      }
    }
    return line + "\r\n".utf8
  }

  /// Whether a record is the header.
  public func isHeader(_ record: [[UInt8]]) -> Bool {
    record.map { formulas.read(String(decoding: $0, as: UTF8.self)) } == names
  }

  /// The item that a record is of; nil for a record of something else. Somebody may have added values at its end.
  public func item(_ record: [[UInt8]]) -> DeliveredItem? {
    guard record.count >= columns.count, let job = text(.jobID, of: record).flatMap(JobID.init),
      let entry = text(.entryID, of: record).flatMap(EntryID.init)
    else { return nil }
    return DeliveredItem(
      jobID: job, entryID: entry, status: text(.status, of: record) ?? "",
      data: text(.data, of: record).flatMap { $0.isEmpty ? nil : $0 })
  }

  /// The items in a text of rows, of which some may be headers.
  ///
  /// - Throws: a ``CSVFault`` where a row is neither.
  public func items(in text: [UInt8]) throws(CSVFault) -> [DeliveredItem] {
    var items: [DeliveredItem] = []
    var fault: CSVFault?
    func take(_ record: [[UInt8]], _ line: Int) {
      if let item = item(record) {
        items.append(item)
      } else if !(hasHeader && isHeader(record)) {
        fault = fault ?? CSVFault(line: line)
      }
    }
    var reader = CSVReader(self)
    reader.read(text, take)
    reader.finish(take)
    if let fault { throw fault }
    return items
  }

  /// Whether a record has an item's ids where they are, and fewer values than a row.
  public func isCutShort(_ record: [[UInt8]]) -> Bool {
    record.count < columns.count && text(.jobID, of: record).flatMap(JobID.init) != nil
      && text(.entryID, of: record).flatMap(EntryID.init) != nil
  }

  private func text(_ field: ItemField, of record: [[UInt8]]) -> String? {
    guard let index = columns.firstIndex(where: { $0.field == field }), index < record.count else {
      return nil
    }
    return formulas.read(String(decoding: record[index], as: UTF8.self))
  }
}

/// A row that is neither an item's nor the header.
public struct CSVFault: Error, CustomStringConvertible {
  /// The line that it begins in, counted from 1.
  public let line: Int

  /// What is wrong.
  public var description: String { "line \(line) is no row of an item" }
}
