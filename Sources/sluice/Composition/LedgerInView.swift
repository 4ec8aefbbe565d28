import Diagnostics
import ExportEngine
import ExportLedger
import JobFile

/// What the ledger of a job definition says, for the commands that only look.
struct LedgerInView {
  let record: JobRecord
  let runs: [RunReceipt]

  /// Reads the ledger without changing or creating anything; a job that no run has seen has an
  /// empty record. Ends the command when the ledger cannot be read.
  ///
  /// - Parameter report: the file of the definition, which tells how to say so.
  init(_ definition: JobDefinition, runs limit: Int, _ report: JobFileReport) throws {
    let jobID = definition.source.jobID
    let found = try Self.reading(definition, report) { reader throws(LedgerError) in
      (try reader.record(of: jobID), try reader.runs(of: jobID, limit: limit))
    }
    (record, runs) = found ?? (JobRecord(), [])
  }

  /// Looks at the ledger, nil where no run has made one. Ends the command when it cannot be read.
  static func reading<Answer>(
    _ definition: JobDefinition, _ report: JobFileReport,
    _ body: (borrowing LedgerReader) throws(LedgerError) -> Answer
  ) throws -> Answer? {
    do throws(LedgerError) {
      guard let reader = try LedgerReader.open(in: definition.stateFolder) else { return nil }
      return try body(reader)
    } catch {
      try report.end(
        .of(error),
        Diagnostic(id: "ledger.unreadable", error.message, at: nil, help: error.hint))
    }
  }
}
