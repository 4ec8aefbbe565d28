import ExportEngine
import ExportLedger
import ExportModel
import Foundation
import JobFile

/// Finds a job that was renamed: its state folder has its name, so under a new one it would begin anew,
/// deliver everything again, and forget what it owes.
struct RenamedJob {
  /// The name that it had.
  let former: Name
  /// The state folder that has its ledger.
  let folder: String
  private let definition: JobDefinition

  /// Looks for a ledger beside the state folder that has the job under another name; nil where the job has
  /// a ledger, or none is like that.
  ///
  /// - Parameter file: the job file, as an absolute path without symbolic links, or `-`.
  init?(_ definition: JobDefinition, readFrom file: String) {
    guard definition.isStateByName, !Self.hasLedger(definition.stateFolder) else { return nil }
    let plan = ExportRun.Plan(definition)
    let parent = URL(fileURLWithPath: definition.stateFolder).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names.sorted() where Self.hasLedger("\(parent)/\(name)") {
      // One that cannot be read is another job's trouble.
      guard
        let former = try? Self.former(in: "\(parent)/\(name)", of: plan, readFrom: file)
      else { continue }
      self.former = former
      folder = "\(parent)/\(name)"
      self.definition = definition
      return
    }
    return nil
  }

  /// Why nothing is done.
  var refusal: StateFolder.Refusal {
    let routes = definition.routes.map { "\($0.name)" }
    let accept = routes.map { "sluice state FILE accept-terms \($0)" }.joined(separator: "; ")
    return StateFolder.Refusal(
      status: .needsPerson,
      message:
        "job '\(definition.name)' has no ledger, and was '\(former)' before: with a new ledger items would "
        + "be delivered again, and what it owes would be forgotten",
      hint:
        "to go on under the new name: mv '\(folder)' '\(definition.stateFolder)'; \(accept); or put "
        + "the name back; to begin anew all the same, say where: run: { state: \(definition.stateFolder) }",
      id: "run.renamed")
  }

  private static func hasLedger(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/ledger.sqlite")
  }

  private static func former(
    in folder: String, of plan: ExportRun.Plan, readFrom file: String
  ) throws(LedgerError) -> Name? {
    guard let reader = try LedgerReader.open(in: folder) else { return nil }
    let definitions = try reader.definitions()
    if let former = definitions.first(where: { $0.file == file })?.name {
      let owed = try reader.owedElsewhere(plan.named(former), withOwn: true)
      if !owed.isEmpty { return former }
      return plan.isPlaceTaken(by: try reader.record(of: plan.jobID)) ? former : nil
    }
    // A file that is gone was moved here, or gave way to this one.
    let gone = definitions.first {
      $0.file != "-" && !FileManager.default.fileExists(atPath: $0.file)
    }
    guard let gone, plan.isPlaceTaken(by: try reader.record(of: plan.jobID)) else { return nil }
    return gone.name
  }
}
