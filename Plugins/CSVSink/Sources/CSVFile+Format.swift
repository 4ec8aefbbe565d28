import CSVRows
import DurableFiles
import Foundation
import ItemFields
import SinkKit

/// What the rows of a file look like, as `<name>.format.json` has it.
///
/// A header says what columns are called, and not what they have; rows without one say neither.
struct CSVFileFormat: Codable, Equatable {
  struct Column: Codable, Equatable, CustomStringConvertible {
    let name: String
    let field: String

    var description: String { "'\(name): \(field)'" }
  }

  let columns: [Column]
  let delimiter: CSVDelimiter
  let formulas: CSVFormulas
  let header: Bool

  init(_ format: CSVFormat) {
    columns = format.columns.map { Column(name: $0.name, field: $0.field.name) }
    delimiter = format.delimiter
    formulas = format.formulas
    header = format.hasHeader
  }

  /// The first difference in words; nil where there is none.
  func difference(to wanted: CSVFileFormat) -> String? {
    for index in 0..<max(columns.count, wanted.columns.count) {
      let (there, now) = (columns.dropFirst(index).first, wanted.columns.dropFirst(index).first)
      guard there != now else { continue }
      return "column \(index + 1) is \(there?.description ?? "not there") in it,"
        + " and \(now?.description ?? "not there") in 'columns'"
    }
    return difference("delimiter", delimiter.rawValue, wanted.delimiter.rawValue)
      ?? difference("formulas", formulas.rawValue, wanted.formulas.rawValue)
      ?? difference("header", "\(header)", "\(wanted.header)")
  }

  private func difference(_ setting: String, _ there: String, _ now: String) -> String? {
    there == now ? nil : "it was begun with '\(setting): \(there)', and it is \(now) now"
  }
}

extension CSVFile {
  private var formatPath: String { "\(path).format.json" }

  /// Notes durably what the rows look like that a file begins with.
  func noteFormat(in folder: borrowing Directory) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = Array(try encoder.encode(CSVFileFormat(format))) + [UInt8(ascii: "\n")]
    guard try notedText(in: folder) != text else { return }
    try folder.replace(formatName, with: text)
  }

  /// Throws where the file has rows of another format. A file without a note gets one: an earlier version wrote none.
  func checkFormat(in folder: borrowing Directory, isNoting: Bool) throws {
    try folder.checkOwned(name)
    guard let first = try firstRecord(in: folder) else { return }
    if let noted = try noted(in: folder) {
      if let difference = noted.difference(to: CSVFileFormat(format)) {
        throw SinkError(
          .invalid, "csv file \(path) has rows of another format: \(difference)",
          hint:
            "move the file away, or set that as it was: the rows that are there keep what they have"
        )
      }
    }
    try checkBeginning(first, in: folder)
    if isNoting { try noteFormat(in: folder) }
  }

  private func notedText(in folder: borrowing Directory) throws -> [UInt8]? {
    guard try folder.kind(of: formatName) != nil else { return nil }
    return try folder.read(formatName, atMost: folder.size(of: formatName) ?? 0)
  }

  private func noted(in folder: borrowing Directory) throws -> CSVFileFormat? {
    guard let text = try notedText(in: folder) else { return nil }
    guard let noted = try? JSONDecoder().decode(CSVFileFormat.self, from: Data(text)) else {
      throw SinkError(
        .invalid, "csv file \(path): \(formatPath) is not what sluice wrote",
        hint:
          "remove it, where 'columns', 'delimiter', 'formulas' and 'header' are as they were when the file was"
          + " begun; otherwise move the file away")
    }
    return noted
  }

  /// Throws where the file begins with something else than rows of this format do.
  private func checkBeginning(_ first: [[UInt8]], in folder: borrowing Directory) throws {
    let isRight = format.hasHeader ? format.isHeader(first) : format.item(first) != nil
    guard !isRight else { return }
    if format.hasHeader, let delimiter = try delimiterOfHeader(in: folder) {
      throw SinkError(
        .invalid,
        "csv file \(path) has its header with 'delimiter: \(delimiter.rawValue)', and it is"
          + " \(format.delimiter.rawValue) now",
        hint: "move the file away, or set 'delimiter: \(delimiter.rawValue)'")
    }
    throw SinkError(
      .invalid,
      "csv file \(path) does not begin with \(format.hasHeader ? "the header" : "a row of")"
        + " '\(format.names.joined(separator: ", "))'",
      hint: "move the file away, or set 'columns', 'delimiter' and 'header' as it has them")
  }

  /// The delimiter that the header has, where nothing else is wrong with it.
  private func delimiterOfHeader(in folder: borrowing Directory) throws -> CSVDelimiter? {
    for delimiter in CSVDelimiter.allCases where delimiter != format.delimiter {
      let other = format.with(delimiter)
      if let first = try firstRecord(other, in: folder), other.isHeader(first) { return delimiter }
    }
    return nil
  }
}
