import CSVRows
import DurableFiles
import Foundation
import ItemFields
import SinkKit
import Testing

@testable import CSVSink

/// An item of one job whose entry id ends in its ordinal.
func item(
  _ ordinal: Int, _ status: String, previous: UInt64? = nil, json: String? = nil
) throws -> StoredItem {
  StoredItem(
    ordinal: ordinal, jobID: try #require(JobID("3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4")),
    entryID: EntryID(Identifier(high: 0x4000, low: 0x8000_0000_0000_0000 | UInt64(ordinal))),
    status: try #require(ItemStatus(status)),
    previousJobID: previous.map {
      JobID(Identifier(high: 0x4000, low: 0x8000_0000_0000_0000 | $0))
    }, data: json.map { ItemData(json: Array($0.utf8), fetchedAt: "2026-03-02T08:15:04Z") })
}

/// The label of a job definition's route to its file.
func label() throws -> SinkLabel {
  SinkLabel(job: try #require(Name("nightly")), route: try #require(Name("books")))
}

/// What a file has.
func text(of path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

/// The items of a file that is there in whole rows under its header; throws for anything else in it.
func wholeRows(of file: CSVFile) throws -> [DeliveredItem] {
  guard FileManager.default.fileExists(atPath: file.path) else { return [] }
  let format = file.format
  let bytes = Array(try Data(contentsOf: URL(filePath: file.path)))
  var records: [[[UInt8]]] = []
  var reader = CSVReader(format)
  reader.read(bytes) { record, _ in records.append(record) }
  reader.finish { record, _ in records.append(record) }
  guard let header = records.first else { return [] }
  try #require(
    format.isHeader(header), "the file does not begin with its header")
  return try records.dropFirst().map { record in
    try #require(format.item(record), "a part of a row is in the file")
  }
}

/// What a program prints that ends well.
func output(of program: String, _ arguments: [String]) throws -> Data {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0)
  return output
}

extension CSVFile {
  /// A file of all columns.
  static func sample(_ path: String) -> CSVFile {
    CSVFile(path: path, format: CSVFormat(), access: .owner)
  }

  /// A file of some columns, without a header.
  static func withoutHeader(_ path: String, _ columns: [ItemField]) -> CSVFile {
    CSVFile(
      path: path, format: CSVFormat(columns: columns.map { ItemColumn($0) }, hasHeader: false),
      access: .owner)
  }
}
