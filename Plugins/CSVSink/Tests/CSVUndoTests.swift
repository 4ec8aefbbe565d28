import CSVRows
import Foundation
import SinkKit
import SinkKitTesting
import TestSupport
import Testing

@testable import CSVSink

/// What is found after a run has died while it wrote rows.
@Suite struct CSVUndoTests {
  /// The rows of the batch that a run was writing when it died.
  private static func batch() throws -> ItemBatch {
    ItemBatch([try item(0, "pending"), try item(1, "a\"b")])
  }

  /// Leaves a file with a row of an earlier batch, a note, and bytes behind that.
  private static func leave(
    _ written: (_ rows: [UInt8]) -> [UInt8], withoutLastEnd: Bool = false, in folder: String
  ) async throws -> CSVFile {
    let file = CSVFile.sample("\(folder)/export.csv")
    _ = try await CSVSink(file).deliver(ItemBatch([try item(7, "failed")]))
    var bytes = Array(try Data(contentsOf: URL(filePath: file.path)))
    if withoutLastEnd { bytes.removeLast() }
    let rows = try batch().items.flatMap(file.format.row)
    try Data(CSVUndo(size: bytes.count, rows: rows).text)
      .write(to: URL(filePath: "\(file.path).undo"))
    try Data(bytes + written(rows)).write(to: URL(filePath: file.path))
    return file
  }

  private static func isOnlyDeliveredOnce(_ file: CSVFile) async throws -> Bool {
    let batch = try batch()
    let receipt = try await CSVSink(file).deliver(batch)
    let found = try CSVConsumer(file: file).items()
    let all = ([try item(7, "failed")] + batch.items).map(DeliveredItem.init)
    return receipt == DeliveryReceipt(written: 2, absorbed: 0) && found == all
  }

  @Test func everyPartOfTheRowsIsCutOff() async throws {
    let rows = try Self.batch().items.flatMap(CSVFile.sample("/x").format.row)
    for length in 0...rows.count {
      try await withScratchFolder { folder in
        let file = try await Self.leave({ Array($0.prefix(length)) }, in: folder)
        let isRight = try await Self.isOnlyDeliveredOnce(file)
        #expect(isRight, "\(length) bytes of \(rows.count) were written")
      }
    }
  }

  @Test func rowsBehindALastLineWithoutAnEndAreCutOff() async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave(
        { [UInt8(ascii: "\n")] + $0 }, withoutLastEnd: true, in: folder)
      let isRight = try await Self.isOnlyDeliveredOnce(file)
      #expect(isRight)
    }
  }

  /// A file system that gives a file its size first leaves zeros where power is lost before the bytes come.
  @Test func zerosInPlaceOfRowsAreCutOff() async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave(
        { $0.prefix(40) + [UInt8](repeating: 0, count: $0.count - 40) }, in: folder)
      let isRight = try await Self.isOnlyDeliveredOnce(file)
      #expect(isRight)
    }
  }

  /// Rows that were no longer than the batch were cut off with it.
  @Test(arguments: ["2026-05-02,theirs\r\n", "\n2026-05-02,theirs\r\n", "2"])
  func rowsOfSomebodyElseAreNotCutOff(theirs: String) async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave({ _ in Array(theirs.utf8) }, in: folder)
      let before = try text(of: file.path)
      let error = try #require(throws: SinkError.self) { _ = try CSVSink(file) }
      #expect(error.code == .invalid)
      #expect(
        error.message
          == "csv file \(file.path): others have added to it since a run died while it wrote rows")
      #expect(
        error.hint
          == "look at what is behind byte \(before.utf8.count - theirs.utf8.count): take out a row"
          + " that is not whole, and remove \(file.path).undo; items that are there do not come again"
      )
      #expect(try text(of: file.path) == before)
    }
  }

  @Test func aRowOfSomebodyElseBehindTheBatchIsNotCutOff() async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave({ $0 + "x\r\n".utf8 }, in: folder)
      let before = try text(of: file.path)
      #expect(throws: SinkError.self) { _ = try CSVSink(file) }
      #expect(try text(of: file.path) == before)
    }
  }

  @Test(arguments: ["", "12", "-1\n", "x\nrow\r\n"])
  func aNoteThatIsNotOursIsLeftAsItIs(note: String) async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave({ $0 }, in: folder)
      let before = try text(of: file.path)
      try Data(note.utf8).write(to: URL(filePath: "\(file.path).undo"))
      let error = try #require(throws: SinkError.self) { _ = try CSVSink(file) }
      #expect(error.message == "csv file \(file.path): \(file.path).undo is not what sluice wrote")
      #expect(
        error.hint
          == "look at the last rows: take out one that is not whole, and remove \(file.path).undo")
      #expect(try text(of: file.path) == before)
    }
  }

  @Test func aConsumerTakesNoFileWithHalfABatch() async throws {
    try await withScratchFolder { folder in
      let file = try await Self.leave({ Array($0.prefix(50)) }, in: folder)
      let taken = try CSVConsumer(file: file).take()
      #expect(taken == [])
      #expect(try text(of: file.path).utf8.count > 50)
    }
  }
}
