import Foundation
import PleoSandbox
import TestSupport
import Testing

/// What every fault of the API comes to: the exit code, the message, what is stored, and what the next run does.
///
/// The table in the article *Faults* is written by `make faults`, which runs this with `SLUICE_WRITE_FAULTS=1`.
@Suite(.timeLimit(.minutes(15)))
struct FaultTableTests {
  private static let table = WrittenTable(
    in: "Faults",
    head: "| fault | what happens | exit | message | stored | the next run, without the fault |")

  private static let statuses = [
    "400", "401", "401,at=job", "403", "404", "404,at=job", "409", "429", "500", "501", "502",
    "503",
    "503,times=1", "504", "520",
  ]
  private static let faults =
    statuses
    + SandboxFaultKind.named.flatMap { kind -> [String] in
      switch kind {
      case .cut, .reset, .expiredCursor: [kind.name, "\(kind.name),times=1"]
      default: [kind.name]
      }
    }

  /// Also that nothing is lost or doubled, whatever the fault was.
  @Test func theTableOfFaultsIsCurrent() async throws {
    let rows = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      var rows = [String](repeating: "", count: Self.faults.count)
      var waiting = Self.faults.enumerated().makeIterator()
      func startNext() {
        guard let (index, fault) = waiting.next() else { return }
        group.addTask { (index, try await Self.row(of: fault)) }
      }
      for _ in 0..<4 { startNext() }
      for try await (index, row) in group {
        rows[index] = row
        startNext()
      }
      return rows
    }
    if WrittenTable.isToBeWritten {
      try Self.table.write(rows)
    } else {
      #expect(try Self.table.rows() == rows, "run 'make faults', and look at the difference")
    }
  }

  /// Pages that are asked for side by side have the same faults, but for those of cursors, and come to as little harm.
  @Test(arguments: faults.filter { !$0.contains("cursor") && $0 != "endless" })
  func aFaultOfPagesSideBySideLosesNothing(_ text: String) async throws {
    let fault = try SandboxFault(text)
    try await withTemporaryFolder { folder in
      let trial = ThreeSinks(
        folder: folder, items: 30, timeout: Self.timeout(of: fault), pages: "offset")
      let (first, port) = try await trial.serving(faults: [fault]) {
        (try await trial.run(against: $0), $0.port)
      }
      let codes: [Int32] = [0, 65, 69, 76, 77]
      #expect(codes.map(Ended.Exit.code).contains(first.exit), "\(text): \(first.stderr)")
      let next = try await trial.serving(on: port) { try await trial.run(against: $0) }
      #expect([0, 65].map(Ended.Exit.code).contains(next.exit), "\(text): \(next.stderr)")
      try trial.expectWhole(after: text)
      try trial.expectNothingLeaked(by: [first, next], after: text)
    }
  }

  // MARK: One fault

  private static func timeout(of fault: SandboxFault) -> Int {
    [.silence, .stalled, .lengthLong].contains(fault.kind) ? 5 : 60
  }

  private static func row(of text: String) async throws -> String {
    let fault = try SandboxFault(text)
    return try await withTemporaryFolder { folder in
      let trial = ThreeSinks(folder: folder, items: 30, timeout: Self.timeout(of: fault))
      let (first, port) = try await trial.serving(faults: [fault]) {
        (try await trial.run(against: $0), $0.port)
      }
      let stored = try trial.itemsInLedger()
      let delivered = try trial.delivered().count
      #expect(delivered == 0 || stored > 0, "\(text): nothing is delivered that is not stored")
      let page = try await trial.look("report", "job.yaml", "--html")
      let next = try await trial.serving(on: port) { try await trial.run(against: $0) }
      try trial.expectWhole(after: text)
      let status = try await trial.look("status", "job.yaml", "--format", "json")
      try trial.expectNothingLeaked(by: [first, page, next, status], after: text)
      return WrittenTable.row(
        "`\(text)`", fault.kind.meaning, first.code,
        words(first.errors.first ?? first.warnings.first ?? "–", port),
        stored == 0 ? "nothing" : "\(stored) items, \(delivered) delivered",
        "\(next.code): \(try trial.delivered().count - delivered) delivered")
    }
  }

  /// A message without what differs from run to run.
  private static func words(_ message: String, _ port: UInt16) -> String {
    message.replacing("http://127.0.0.1:\(port)", with: "URL")
      .replacing(/in [0-9.]+ (s|ms)/, with: "in … s")
  }
}
