import ExportEngine
import ExportLedger
import JobFile

/// What the ledger of a job definition says, for the commands that only look.
struct LedgerInView {
  let record: JobRecord
  let runs: [RunReceipt]

  /// Reads the ledger without changing or creating anything; a job that no run has seen has an
  /// empty record. Ends the command when the ledger cannot be read.
  init(_ definition: JobDefinition, runs limit: Int) throws {
    do throws(LedgerError) {
      guard let reader = try LedgerReader.open(in: definition.stateFolder) else {
        record = JobRecord()
        runs = []
        return
      }
      record = try reader.record(of: definition.source.jobID)
      runs = try reader.runs(of: definition.source.jobID, limit: limit)
    } catch {
      Console.note("error: \(error)")
      throw ExitStatus.of(error).error
    }
  }
}
