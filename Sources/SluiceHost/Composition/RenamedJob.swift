import Diagnostics
import ExportEngine
import ExportModel
import Foundation
import JobFile

/// Finds a job that was renamed: its state folder has its name, so under a new one it would begin from nothing,
/// deliver everything again, and forget what it owes.
struct RenamedJob {
  /// The name that it had.
  let former: Name
  /// The state folder that has its ledger.
  let folder: String
  private let definition: JobDefinition

  /// Looks for a ledger beside the state folder that has the job under another name: it owes items, or has
  /// delivered this export job to the same place; nil where none has.
  ///
  /// - Parameters:
  ///   - job: the export job; nil where the source finds them, and then all that the other ledger has count.
  ///   - file: the job file, as an absolute path without symbolic links, or `-`.
  init?(_ definition: JobDefinition, _ job: SelectedJob?, readFrom file: String) {
    guard definition.isStateByName, definition.isNameWritten else { return nil }
    let parent = URL(fileURLWithPath: definition.stateFolder).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names.sorted()
    where "\(parent)/\(name)" != definition.stateFolder && Self.hasLedger("\(parent)/\(name)") {
      // One that cannot be read is another job's trouble.
      guard
        let former = try? Self.former(in: "\(parent)/\(name)", of: definition, job, readFrom: file)
      else { continue }
      self.former = former
      folder = "\(parent)/\(name)"
      self.definition = definition
      return
    }
    return nil
  }

  /// Why nothing is done.
  var refusal: StateAccess.Refusal {
    let own = definition.stateFolder
    let begin =
      "to begin again with nothing, give it a state folder by name: run: { state: \(own) }"
    let hint =
      Self.hasLedger(own)
      ? "put the name back until it owes nothing, and for the export jobs that it was for; \(begin)"
      : "to go on under the new name: mv \(folder.quoted) \(own.quoted), and run, which says what is to be "
        + "accepted; or put the name back; \(begin)"
    return StateAccess.Refusal(
      status: .needsPerson,
      message:
        "job '\(definition.name)' was '\(former)' before, and its ledger has that name: with another ledger "
        + "items would be delivered again, and what it owes would be forgotten",
      hint: hint, id: .runRenamed)
  }

  private static func hasLedger(_ folder: String) -> Bool {
    JobDefinition.state(in: folder).hasLedger
  }

  private static func former(
    in folder: String, of definition: JobDefinition, _ selected: SelectedJob?,
    readFrom file: String
  ) throws(LedgerError) -> Name? {
    // Most ledgers beside it are other jobs', so they are not checked for damage.
    guard let reader = try JobDefinition.state(in: folder).reader(isChecked: false) else {
      return nil
    }
    let known = try reader.definitions()
    let jobs = if let selected { [selected.jobID] } else { try reader.openJobs() }
    guard let newest = jobs.last, let job = SelectedJob(definition, named: newest) else {
      return nil
    }
    let plan = ExportRun.Plan(job)
    for former in definition.formerNames(in: known, readFrom: file) {
      let owed = try reader.owedElsewhere(plan.named(former), withOwn: true)
      let isSame = known.contains { $0.name == former && $0.file == file }
      for owed in owed {
        if isSame { return former }
        if plan.sharesPlace(with: try reader.record(of: owed.jobID)) { return former }
      }
      for job in jobs {
        let own = try definition.state.reader()?.record(of: job)
        if plan.isPlaceTaken(by: try reader.record(of: job), own: own ?? JobRecord()) {
          return former
        }
      }
    }
    return nil
  }
}

extension LedgerReading {
  /// Every export job that has items and has not ended, by all that is known.
  fileprivate func openJobs() throws(LedgerError) -> [JobID] {
    var jobs: [JobID] = []
    for job in try self.jobs() where try record(of: job).ended == nil { jobs.append(job) }
    return jobs
  }
}

extension String {
  /// The text as one word of a shell.
  fileprivate var quoted: String { "'\(replacingScalars("'", with: #"'\''"#))'" }
}
