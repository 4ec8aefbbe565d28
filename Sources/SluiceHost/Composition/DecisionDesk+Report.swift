import Diagnostics
import ExportModel
import Foundation

extension JobFileReport {
  /// Prints what a person has decided, or ends the command with why it is not taken.
  ///
  /// - Parameter job: the export job that is named in what to do; nil where the job file says it.
  func tell(
    naming job: JobID?, _ decide: () async throws(DecisionDesk.Refusal) -> DecisionMade
  ) async throws {
    do throws(DecisionDesk.Refusal) {
      let made = try await decide()
      switch format {
      case .json: try? envelope(made).print()
      case .text: try? Console.data(made.text)
      }
    } catch {
      try end(
        error.status,
        Diagnostic(id: error.id, error.message, at: nil, help: error.hint?.naming(job)))
    }
  }
}
