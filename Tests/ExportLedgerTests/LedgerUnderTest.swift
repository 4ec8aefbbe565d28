import ExportEngine
import ExportLedger
import TestSupport

/// A kind of ledger that keeps ``Ledger``'s contract: one that is added is one more case here.
enum LedgerUnderTest: CaseIterable {
  case sqlite, memory

  /// A ledger without anything in it, and ways to come back to it.
  struct Place: Sendable {
    /// The ledger.
    let ledger: any Ledger
    /// The ledger as the next process has it.
    let reopened: @Sendable () throws -> any Ledger
    /// The ledger as somebody who only looks has it.
    let reader: @Sendable () throws -> any LedgerReading
  }

  func with(_ body: (Place) async throws -> Void) async throws {
    switch self {
    case .sqlite:
      try await withTemporaryFolder { folder in
        try await body(
          Place(
            ledger: try SQLiteLedger(in: folder), reopened: { try SQLiteLedger(in: folder) },
            reader: {
              guard let reader = try SQLiteLedgerReader.open(in: folder) else { throw NoLedger() }
              return reader
            }))
      }
    case .memory:
      let ledger = MemoryLedger()
      try await body(Place(ledger: ledger, reopened: { ledger }, reader: { ledger }))
    }
  }
}
