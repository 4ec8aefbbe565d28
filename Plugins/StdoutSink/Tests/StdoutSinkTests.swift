import CSVRows
import Foundation
import SinkKit
import SinkKitTesting
import Testing

@testable import StdoutSink

@Suite struct StdoutSinkTests {
  /// Standard output is a file in the folder: it takes any batch at once.
  private static func contract(_ settings: Node) throws -> SinkContract {
    let module = try StdoutSinkModule.make(from: settings, in: "/jobs")
    return SinkContract(
      of: StdoutSinkModule.self, settings: { _ in settings },
      readBack: { folder in
        try module.items(printed: Array(Data(contentsOf: URL(filePath: "\(folder)/out"))))
      }, isDurable: false,
      open: { _, _, folder in
        let descriptor = open("\(folder)/out", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        return ClosingSink(
          FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), rows: module.rows)
      })
  }

  /// Keeps the file open, which the sink does not own, as long as anybody has the sink.
  private struct ClosingSink: Sink {
    private let file: FileHandle
    private let sink: StdoutSink

    init(_ file: FileHandle, rows: CSVFormat?) {
      self.file = file
      sink = StdoutSink(descriptor: file.fileDescriptor, rows: rows)
    }

    func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
      try await sink.deliver(batch)
    }

    func close() async throws(SinkError) { try await sink.close() }
  }

  private static let rows: Node = [
    "format": "csv", "delimiter": "tab",
    "columns": [
      "job": "job_id", "entry": "accounting_entry_id", "status": "status", "all": "data",
    ],
  ]

  @Test(arguments: SinkContract.Rule.allCases, [["format": "jsonl"], rows])
  func keepsTheContract(rule: SinkContract.Rule, settings: Node) async throws {
    let violations = try await Self.contract(settings).check(rule)
    #expect(violations == [])
  }

  @Test func rowsComeUnderOneHeader() async throws {
    let module = try StdoutSinkModule.make(
      from: .mapping(["format": "csv", "columns": ["accounting_entry_id", "job_id"]]), in: "/jobs")
    #expect(!module.takesData)
    let pipe = Pipe()
    let chunks = pipe.startReading()
    let sink = StdoutSink(descriptor: pipe.writing, rows: module.rows)
    let batch = try sampleBatch(count: 1)
    for _ in 0..<2 { _ = try await sink.deliver(batch) }
    pipe.endWriting()
    let row = "\(batch.items[0].entryID),\(batch.jobID)\r\n"
    #expect(
      String(decoding: await chunks.reduce([], +), as: UTF8.self)
        == "accounting_entry_id,job_id\r\n" + row + row)
  }

  @Test func settingsOfRowsAreForRows() throws {
    for setting in ["columns", "delimiter", "formulas", "header"] {
      let value: Node =
        switch setting {
        case "columns": ["job_id", "accounting_entry_id"]
        case "delimiter": "tab"
        case "formulas": "keep"
        default: "false"
        }
      let finding = try #require(throws: Diagnostic.self) {
        _ = try StdoutSinkModule.make(from: [setting: value], in: "/jobs")
      }
      #expect(finding.message == "'\(setting)' is for rows, and this sink prints JSON Lines")
      #expect(finding.help == "write 'format: csv', or take it out")
    }
  }

  @Test func theDescriptorSaysThatItRepeats() throws {
    let module = try StdoutSinkModule.make(from: .mapping([:]), in: "/jobs")
    #expect(StdoutSinkModule.descriptor.kind == "stdout")
    #expect(StdoutSinkModule.descriptor.redelivery == .repeated)
    #expect(module.claims == [.standardOutput])
  }

  @Test func anUnknownFormatIsRefused() throws {
    let refusal = try #require(throws: RefusedFile.self) {
      _ = try StdoutSinkModule.make(from: .mapping(["format": "json"]), in: "/jobs")
    }
    #expect(refusal.findings.map(\.message) == ["'json' is not one of jsonl, csv"])
    #expect(refusal.findings.map(\.help) == ["did you mean 'jsonl'?"])
  }

  @Test func aBatchIsItsLinesAndNothingElse() async throws {
    let pipe = Pipe()
    let batch = try sampleBatch(count: 2)
    let chunks = pipe.startReading()
    let receipt = try await StdoutSink(descriptor: pipe.writing).deliver(batch)
    pipe.endWriting()
    #expect(receipt == DeliveryReceipt(written: 2))
    #expect(await chunks.reduce([], +) == batch.items.flatMap(\.jsonLine))
  }

  @Test(arguments: [false, true])
  func aPipeThatTakesLessThanABatchGetsAllOfIt(isNonBlocking: Bool) async throws {
    let pipe = Pipe()
    if isNonBlocking { pipe.stopBlocking() }
    // About 700 kB: ten times what a pipe holds.
    let batch = try sampleBatch(count: 5_000)
    let chunks = pipe.startReading()
    _ = try await StdoutSink(descriptor: pipe.writing).deliver(batch)
    pipe.endWriting()
    #expect(await chunks.reduce([], +) == batch.items.flatMap(\.jsonLine))
  }

  @Test func aReaderThatIsGoneIsSaid() async throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    pipe.endReading()
    let batch = try sampleBatch(count: 1)
    let error = try await #require(throws: SinkError.self) {
      _ = try await StdoutSink(descriptor: pipe.writing).deliver(batch)
    }
    #expect(error.code == .storage)
    #expect(
      error.description == "standard output is closed: the program that read it has gone"
        + " (let the reader read to the end, or write into a file)")
  }

  @Test func aDescriptorThatIsNotOpenIsSaid() async throws {
    let batch = try sampleBatch(count: 1)
    let error = try await #require(throws: SinkError.self) {
      _ = try await StdoutSink(descriptor: -1).deliver(batch)
    }
    #expect(error.code == .storage)
    #expect(
      error.description == "standard output is not open for writing"
        + " (start sluice with its standard output connected to a file or a pipe)")
  }

  #if os(Linux)
    @Test func aFullDiskIsSaid() async throws {
      let full = open("/dev/full", O_WRONLY)
      defer { close(full) }
      let batch = try sampleBatch(count: 1)
      let error = try await #require(throws: SinkError.self) {
        _ = try await StdoutSink(descriptor: full).deliver(batch)
      }
      #expect(error.code == .storage)
      #expect(error.message == "cannot write to standard output: No space left on device")
    }
  #endif

  private func sampleBatch(count: Int) throws -> ItemBatch {
    let jobID = try #require(JobID("0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a"))
    return ItemBatch(
      (0..<count).map { ordinal in
        StoredItem(
          ordinal: ordinal, jobID: jobID,
          entryID: EntryID(Identifier(high: 7, low: UInt64(ordinal))), status: .pending)
      })
  }
}
