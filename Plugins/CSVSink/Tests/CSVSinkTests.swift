import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import TestSupport
import Testing

@testable import CSVSink

@Suite struct CSVSinkTests {
  private static let contract = SinkContract(
    of: CSVSinkModule.self, settings: { .mapping(["path": "\($0)/export.csv"]) },
    readBack: { folder in try wholeRows(of: .sample("\(folder)/export.csv")) })
  private static let contractWithData = SinkContract(
    of: CSVSinkModule.self,
    settings: { folder in
      .mapping(["path": "\(folder)/export.csv", "columns": withData])
    },
    readBack: { folder in
      let module = try CSVSinkModule.make(
        from: .mapping(["path": "\(folder)/export.csv", "columns": withData]), in: folder)
      return try wholeRows(of: module.file)
    })
  private static let withData: Node = [
    "Job": "job_id", "Entry": "accounting_entry_id", "Status": "status", "=All, \"of\" it": "data",
    "Amount": "data.amount.inWalletCurrency.value",
  ]

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContract(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract.check(rule)
    #expect(violations == [])
  }

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContractWithColumnsOfData(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contractWithData.check(rule)
    #expect(violations == [])
  }

  @Test func columnsHaveNamesOfTheUsersOwnAndPartsOfTheData() async throws {
    try await withScratchFolder { folder in
      let module = try CSVSinkModule.make(
        from: .mapping([
          "path": "\(folder)/export.csv",
          "columns": [
            "Entry": "accounting_entry_id", "Job": "job_id",
            "Amount": "data.amount.inWalletCurrency.value", "Supplier": "data.supplier.name",
            "Note": "data.note", "Fetched": "data_fetched_at",
          ],
        ]), in: folder)
      #expect(module.takesData)
      #expect(module.neededData != nil)
      let json =
        #"{"amount":{"inWalletCurrency":{"value":-6366}},"supplier":null,"note":"=1;\"x\""}"#
      let sink = try await module.open(as: label())
      _ = try await sink.deliver(ItemBatch([try item(0, "pending", json: json)]))
      #expect(
        try text(of: "\(folder)/export.csv") == "Entry,Job,Amount,Supplier,Note,Fetched\r\n"
          + "00000000-0000-4000-8000-000000000000,3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4,-6366,,"
          + "\"'=1;\"\"x\"\"\",2026-03-02T08:15:04Z\r\n")
    }
  }

  @Test func withoutColumnsOfDataItTakesNone() throws {
    let module = try CSVSinkModule.make(from: .mapping(["path": "./x.csv"]), in: "/jobs")
    #expect(!module.takesData)
    #expect(module.neededData == nil)
  }

  @Test func itemsAreRowsUnderAHeader() async throws {
    try await withScratchFolder { folder in
      let sink = try CSVSink(.sample("\(folder)/export.csv"))
      _ = try await sink.deliver(ItemBatch([try item(0, "pending")]))
      _ = try await sink.deliver(
        ItemBatch([try item(1, "it's \"so\", yes"), try item(2, "two\r\nlines", previous: 7)]))
      try await sink.close()
      let entries = (0...2).map { "00000000-0000-4000-8000-00000000000\($0)" }
      let job = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"
      let previous = "00000000-0000-4000-8000-000000000007"
      #expect(
        try text(of: "\(folder)/export.csv")
          == "job_id,accounting_entry_id,status,ordinal,previous_job_id\r\n"
          + "\(job),\(entries[0]),pending,0,\r\n"
          + "\(job),\(entries[1]),\"it's \"\"so\"\", yes\",1,\r\n"
          + "\(job),\(entries[2]),\"two\r\nlines\",2,\(previous)\r\n")
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
          == ["export.csv", "export.csv.format.json", "export.csv.lock"])
    }
  }

  @Test func columnsTheirOrderTheDelimiterAndTheHeaderCanBeSet() async throws {
    try await withScratchFolder { folder in
      let module = try CSVSinkModule.make(
        from: .mapping([
          "path": "\(folder)/deep/er/export.csv", "delimiter": "semicolon", "header": "false",
          "columns": ["status", "accounting_entry_id", "job_id"],
        ]), in: folder)
      let sink = try await module.open(as: label())
      let batch = ItemBatch([try item(0, "a;b"), try item(1, "a,b")])
      #expect(try await sink.deliver(batch).written == 2)
      #expect(try await sink.deliver(batch) == DeliveryReceipt(written: 0, absorbed: 2))
      let lines = try text(of: "\(folder)/deep/er/export.csv").split(separator: "\r\n")
      #expect(lines.map { $0.split(separator: ";00").first } == ["\"a;b\"", "\"a,b\""])
      #expect(lines.count == 2)
    }
  }

  @Test func aRowWithoutItsIdsIsRefused() throws {
    let finding = try #require(throws: Diagnostic.self) {
      _ = try CSVSinkModule.make(
        from: .mapping(["path": "/x.csv", "columns": ["status", "job_id"]]), in: "/jobs")
    }
    #expect(
      finding.message
        == "the columns do not have 'accounting_entry_id', by which a row is known again")
    #expect(finding.help == "add accounting_entry_id")
  }

  @Test func itClaimsTheFilesBesideItsOwn() throws {
    let module = try CSVSinkModule.make(from: .mapping(["path": "./x.csv"]), in: "/jobs")
    #expect(
      module.claims == [
        .file("/jobs/x.csv"), .file("/jobs/x.csv.lock"), .file("/jobs/x.csv.undo"),
        .file("/jobs/x.csv.format.json"), .file("/jobs/x.csv.complete.jsonl"),
      ])
    #expect(module.place == [.file("/jobs/x.csv")])
  }

  @Test func whatOthersWroteBesideTheFileStaysWhereASetIsSaidToBeWhole() async throws {
    try await withScratchFolder { folder in
      let sink = try CSVSink(.sample("\(folder)/items.csv"))
      let beside = "\(folder)/items.csv.complete.jsonl"
      try "a note\n".write(toFile: beside, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: beside)
      for items in [3, 5] {
        let job = try item(1, "pending").jobID
        try await sink.finish(
          WholeSet(
            jobID: job, items: items, rejected: 0, orderHash: "0",
            finishedAt: "2026-11-30T21:00:00Z"))
      }
      let lines = try String(contentsOfFile: beside, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first == "a note")
      #expect(lines.last?.contains(#""items":5"#) == true)
    }
  }
}
