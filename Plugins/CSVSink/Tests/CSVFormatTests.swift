import CSVRows
import DurableFiles
import Foundation
import ItemFields
import SinkKit
import SinkKitTesting
import TestSupport
import Testing

@testable import CSVSink

/// A file whose rows have another format than the job file asks for.
@Suite struct CSVFormatTests {
  private static func file(
    _ path: String, _ columns: [ItemColumn], delimiter: CSVDelimiter = .comma,
    formulas: CSVFormulas = .escape, hasHeader: Bool = true
  ) -> CSVFile {
    let format = CSVFormat(
      columns: [ItemColumn(.jobID), ItemColumn(.entryID)] + columns, delimiter: delimiter,
      formulas: formulas, hasHeader: hasHeader)
    return CSVFile(path: path, format: format, access: .owner)
  }

  private static func deliver(_ ordinal: Int, to file: CSVFile) async throws {
    _ = try await CSVSink(file).deliver(ItemBatch([try item(ordinal, "pending")]))
  }

  /// Opens and probes a file, and leaves it as it is.
  private static func refusal(of file: CSVFile) throws -> SinkError {
    let before = try text(of: file.path)
    let error = try #require(throws: SinkError.self) { _ = try CSVSink(file) }
    let probed = try #require(throws: SinkError.self) { try file.probe() }
    #expect(error.message == probed.message)
    #expect(error.code == .invalid)
    #expect(try text(of: file.path) == before)
    return error
  }

  /// The header was the same, and the rows below it had other amounts.
  @Test func aColumnThatHasSomethingElseUnderTheSameNameIsRefused() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try await Self.deliver(0, to: Self.file(path, [ItemColumn("when", .status)]))
      let error = try Self.refusal(of: Self.file(path, [ItemColumn("when", .ordinal)]))
      #expect(
        error.message
          == "csv file \(path) has rows of another format: column 3 is 'when: status' in it,"
          + " and 'when: ordinal' in 'columns'")
      #expect(
        error.hint
          == "move the file away, or set that as it was: the rows that are there keep what they have"
      )
    }
  }

  /// Nothing says which column is which, and items came again where the ids had changed places.
  @Test func columnsThatAreMoreOrFewerOrInOtherPlacesAreRefusedWithoutAHeader() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let status = ItemColumn(.status)
      try await Self.deliver(0, to: Self.file(path, [status], hasHeader: false))
      let fewer = try Self.refusal(of: Self.file(path, [], hasHeader: false))
      #expect(
        fewer.message.hasSuffix("column 3 is 'status: status' in it, and not there in 'columns'"))
      let more = try Self.refusal(
        of: Self.file(path, [status, ItemColumn(.ordinal)], hasHeader: false))
      #expect(
        more.message.hasSuffix("column 4 is not there in it, and 'ordinal: ordinal' in 'columns'"))
      let swapped = try Self.refusal(of: .withoutHeader(path, [.entryID, .jobID, .status]))
      #expect(
        swapped.message.hasSuffix(
          "column 1 is 'job_id: job_id' in it, and 'accounting_entry_id: accounting_entry_id' in 'columns'"
        ))
    }
  }

  @Test func anotherDelimiterOtherFormulasAndAHeaderAreRefused() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try await Self.deliver(0, to: Self.file(path, []))
      let others = [
        Self.file(path, [], delimiter: .tab), Self.file(path, [], formulas: .keep),
        Self.file(path, [], hasHeader: false),
      ]
      let messages = try others.map { try Self.refusal(of: $0).message }
      let begun = "csv file \(path) has rows of another format: it was begun with "
      #expect(
        messages == [
          begun + "'delimiter: comma', and it is tab now",
          begun + "'formulas: escape', and it is keep now",
          begun + "'header: true', and it is false now",
        ])
    }
  }

  @Test func aFileBegunAnewMayHaveAnotherFormat() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try await Self.deliver(0, to: Self.file(path, [ItemColumn(.status)]))
      try FileManager.default.moveItem(atPath: path, toPath: "\(folder)/taken.csv")
      let other = Self.file(path, [ItemColumn(.ordinal)])
      try await Self.deliver(1, to: other)
      try await Self.deliver(2, to: other)
      #expect(try CSVConsumer(file: other).items().count == 2)
      #expect(
        try text(of: "\(path).format.json")
          == #"{"columns":[{"field":"job_id","name":"job_id"},"#
          + #"{"field":"accounting_entry_id","name":"accounting_entry_id"},"#
          + #"{"field":"ordinal","name":"ordinal"}],"delimiter":"comma","formulas":"escape","header":true}"#
          + "\n")
    }
  }

  @Test func aFileOfAnEarlierVersionGetsItsNoteWhenItIsOpened() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let file = Self.file(path, [ItemColumn("when", .status)])
      try await Self.deliver(0, to: file)
      try FileManager.default.removeItem(atPath: "\(path).format.json")
      try file.probe()
      #expect(!FileManager.default.fileExists(atPath: "\(path).format.json"))
      _ = try CSVSink(file)
      _ = try Self.refusal(of: Self.file(path, [ItemColumn("when", .ordinal)]))
    }
  }

  @Test func aNoteThatCannotBeReadIsForAPerson() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try await Self.deliver(0, to: .sample(path))
      try "{}".write(toFile: "\(path).format.json", atomically: false, encoding: .utf8)
      let error = try Self.refusal(of: .sample(path))
      #expect(error.message == "csv file \(path): \(path).format.json is not what sluice wrote")
      #expect(
        error.hint
          == "remove it, where 'columns', 'delimiter', 'formulas' and 'header' are as they were when"
          + " the file was begun; otherwise move the file away")
    }
  }

  @Test func aHeaderThatIsRightButForItsDelimiterSaysSo() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try await Self.deliver(0, to: Self.file(path, [], delimiter: .semicolon))
      try FileManager.default.removeItem(atPath: "\(path).format.json")
      let error = try Self.refusal(of: Self.file(path, []))
      #expect(
        error.message
          == "csv file \(path) has its header with 'delimiter: semicolon', and it is comma now")
      #expect(error.hint == "move the file away, or set 'delimiter: semicolon'")
    }
  }
}
