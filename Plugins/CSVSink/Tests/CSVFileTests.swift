import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import TestSupport
import Testing

@testable import CSVSink

/// A file that others read, change, lock and take away.
@Suite struct CSVFileTests {
  /// Its item came again though it was there.
  @Test func aRowWithMoreValuesIsStillItsItems() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let first = try CSVSink(.sample(path))
      _ = try await first.deliver(ItemBatch([try item(0, "pending"), try item(1, "pending")]))
      try text(of: path).replacing("pending,1,\r\n", with: "pending,1,,checked\r\n")
        .write(toFile: path, atomically: false, encoding: .utf8)
      let second = try CSVSink(.sample(path))
      let receipt = try await second.deliver(
        ItemBatch([try item(0, "pending"), try item(1, "pending")]))
      #expect(receipt == DeliveryReceipt(written: 0, absorbed: 2))
    }
  }

  @Test func aRowWithFewerValuesIsForAPerson() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let first = try CSVSink(.sample(path))
      _ = try await first.deliver(ItemBatch([try item(0, "pending"), try item(1, "pending")]))
      try text(of: path).replacing("pending,1,\r\n", with: "pend\r\n")
        .write(toFile: path, atomically: false, encoding: .utf8)
      let second = try CSVSink(.sample(path))
      let error = try await #require(throws: SinkError.self) {
        _ = try await second.deliver(ItemBatch([try item(1, "pending")]))
      }
      #expect(
        error.message
          == "csv file \(path): line 3 has an item's ids, and fewer values than there are columns")
    }
  }

  @Test func rowsGoIntoANewFileWhereTheOldOneWasTakenAway() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let sink = try CSVSink(.sample(path))
      _ = try await sink.deliver(ItemBatch([try item(0, "pending")]))
      try FileManager.default.moveItem(atPath: path, toPath: "\(folder)/taken.csv")
      _ = try await sink.deliver(ItemBatch([try item(1, "pending")]))
      let found = try CSVConsumer(file: .sample(path)).items()
      #expect(found == [DeliveredItem(try item(1, "pending"))])
      #expect(try text(of: path).hasPrefix("job_id,accounting_entry_id,"))
    }
  }

  /// Its item was not known, and came again.
  @Test func aLastLineThatSomebodyLeftWithoutAnEndIsARow() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let first = try CSVSink(.sample(path))
      _ = try await first.deliver(ItemBatch([try item(0, "pending")]))
      try text(of: path).dropLast(1).write(toFile: path, atomically: false, encoding: .utf8)
      let second = try CSVSink(.sample(path))
      _ = try await second.deliver(ItemBatch([try item(0, "pending"), try item(1, "failed")]))
      #expect(
        try CSVConsumer(file: .sample(path)).items()
          == [DeliveredItem(try item(0, "pending")), DeliveredItem(try item(1, "failed"))])
    }
  }

  @Test func aFileOfOtherColumnsIsLeftAsItIs() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try "date,amount\r\n2026-05-01,12\r\n".write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      let module = try CSVSinkModule.make(from: .mapping(["path": path]), in: folder)
      for isLive in [true, false] {
        let error = try await #require(throws: SinkError.self) {
          if isLive { try await module.probe(as: label()) }
          _ = try await module.open(as: label())
        }
        #expect(error.code == .invalid)
        #expect(
          error.message == "csv file \(path) does not begin with the header"
            + " 'job_id, accounting_entry_id, status, ordinal, previous_job_id'")
        #expect(
          error.hint
            == "move the file away, or set 'columns', 'delimiter' and 'header' as it has them")
      }
      #expect(try text(of: path) == "date,amount\r\n2026-05-01,12\r\n")
    }
  }

  // MARK: What cannot be read as rows

  /// Rows behind it were not known, and came again.
  @Test(arguments: [
    ("\"note, 5 items\r\n", "a quotation mark is opened and never closed"),
    ("\"note, 5 items\r\nand\",x\r\n", "line 3 opens a quotation mark that is not closed in it"),
  ])
  func aQuotationMarkThatIsNotClosedHidesNoRow(theirs: String, reason: String) async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let first = try CSVSink(.sample(path))
      _ = try await first.deliver(ItemBatch([try item(0, "pending")]))
      let rows = try text(of: path).split(separator: "\r\n", omittingEmptySubsequences: false)
      let before = ([rows[0], rows[1], Substring(theirs.dropLast(2))] + rows[1...]).joined(
        separator: "\r\n")
      try before.write(toFile: path, atomically: false, encoding: .utf8)
      let second = try CSVSink(.sample(path))
      let error = try await #require(throws: SinkError.self) {
        _ = try await second.deliver(ItemBatch([try item(0, "pending")]))
      }
      #expect(error.code == .invalid)
      #expect(error.message == "csv file \(path): \(reason)")
      #expect(
        error.hint
          == "mend it, or move the file away; 'columns', 'delimiter' and 'header' must be as they were"
      )
      #expect(try text(of: path) == before)
    }
  }

  @Test func aFirstRowThatIsNoItemIsRefusedWithoutAHeader() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      let batch = ItemBatch([try item(0, "pending")])
      _ = try await CSVSink(.withoutHeader(path, [.jobID, .entryID])).deliver(batch)
      try text(of: path).replacing(",", with: ", ")
        .write(toFile: path, atomically: false, encoding: .utf8)
      let error = try #require(throws: SinkError.self) {
        _ = try CSVSink(.withoutHeader(path, [.jobID, .entryID]))
      }
      #expect(
        error.message
          == "csv file \(path) does not begin with a row of 'job_id, accounting_entry_id'")
    }
  }

  /// The header was missing, and the next run took the file for somebody else's.
  @Test func aFileOfNothingButALineEndGetsItsHeader() async throws {
    try await withScratchFolder { folder in
      let path = "\(folder)/export.csv"
      try "\r\n".write(toFile: path, atomically: false, encoding: .utf8)
      for ordinal in 0..<2 {
        _ = try await CSVSink(.sample(path)).deliver(ItemBatch([try item(ordinal, "pending")]))
      }
      #expect(try text(of: path).hasPrefix("\r\njob_id,accounting_entry_id,"))
      let found = try CSVConsumer(file: .sample(path)).items()
      #expect(found.count == 2)
    }
  }

  @Test func noLockIsLeftBesideWhatIsNoFile() async throws {
    try await withScratchFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/export.csv", withIntermediateDirectories: false)
      #expect(throws: SinkError.self) { _ = try CSVSink(.sample("\(folder)/export.csv")) }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder) == ["export.csv"])
    }
  }

  // MARK: Locks and other readers

  @Test func whileSomebodyHasTheLockNothingIsWritten() async throws {
    try await withScratchFolder { folder in
      let file = CSVFile.sample("\(folder)/export.csv")
      let sink = try CSVSink(file)
      let batch = ItemBatch([try item(0, "pending")])
      do {
        let other = try FileLock(
          "export.csv.lock", in: Directory(ownedAt: folder),
          holder: .init(pid: 4711, host: "build-7", since: "2026-05-01T10:00:00Z"))
        let error = try await #require(throws: SinkError.self) { _ = try await sink.deliver(batch) }
        #expect(error.code == .unavailable)
        #expect(
          error.message == "csv file \(folder)/export.csv is locked by process 4711 on build-7,"
            + " since 2026-05-01T10:00:00Z")
        #expect(error.hint == "wait until whoever has the lock lets go of it")
        #expect(try CSVConsumer(file: file).take() == [])
        other.release()
      }
      let receipt = try await sink.deliver(batch)
      #expect(receipt.written == 1)
    }
  }

  /// Python's module reads what is written, character by character.
  @Test func anotherReaderReadsTheSame() async throws {
    try await withScratchFolder { folder in
      let statuses = ["a\"b", "\"", "a,b\nc", "Prüfung 🧾", "=1+1", " x ", "\t"]
      let sink = try CSVSink(.sample("\(folder)/export.csv"))
      let items = try statuses.enumerated().map { try item($0.offset, $0.element) }
      _ = try await sink.deliver(ItemBatch(items))
      let program =
        "import csv, json, sys; "
        + "print(json.dumps([r[2] for r in csv.reader(open(sys.argv[1], newline='', encoding='utf-8'))]))"
      let output = try output(of: "python3", ["-c", program, "\(folder)/export.csv"])
      let read = statuses.map { ["=1+1", "\t"].contains($0) ? "'\($0)" : $0 }
      #expect(try JSONDecoder().decode([String].self, from: output) == ["status"] + read)
    }
  }
}
