import Diagnostics
import ExportEngine
import ExportModel
import JobFile
import PageSourceKit

/// A job definition, and the one of its export jobs that is looked at.
struct SelectedJob {
  let definition: JobDefinition
  let jobID: JobID
  /// What a run does where the export job should have expired: one that a person has named is gone on with.
  var expired = ExpiredPolicy.process

  /// The export job that a person or the job file names; nil where a source finds them.
  ///
  /// - Parameter named: the one that the command line names.
  init?(_ definition: JobDefinition, named: JobID?) {
    switch (named, definition.source.selection) {
    case (let id?, _), (nil, .one(let id)): self.init(definition, id)
    case (nil, .next): return nil
    }
  }

  /// An export job that a source found.
  init(_ definition: JobDefinition, found id: JobID, _ policy: ExpiredPolicy) {
    self.init(definition, id)
    expired = policy
  }

  /// The export job of the tests in a job file: they have pages of their own.
  init(forTestsOf definition: JobDefinition) {
    let id = if case .one(let id) = definition.source.selection { id } else { Self.test }
    self.init(definition, id)
  }

  private init(_ definition: JobDefinition, _ id: JobID) {
    self.definition = definition
    jobID = id
  }

  private static let test = JobID(
    Identifier(high: 0x0000_0000_0000_4000, low: 0x8000_0000_0000_0000))
}

extension SelectedJob {
  /// The export job that a command looks at: the one that is named, or else the newest in the ledger; nil where the
  /// source finds them and no run has stored any. Ends the command when the ledger cannot be read.
  static func shown(
    _ definition: JobDefinition, _ named: JobID?, _ report: JobFileReport
  ) throws -> SelectedJob? {
    if let job = SelectedJob(definition, named: named) { return job }
    let known = try known(definition, report)
    return known.last.flatMap { SelectedJob(definition, named: $0) }
  }

  /// The same for a command that is about something in the ledger; ends it where there is nothing.
  static func stored(
    _ definition: JobDefinition, _ option: ExportJobOption, _ report: JobFileReport
  ) throws -> SelectedJob {
    if let job = try shown(definition, option.jobID, report) { return job }
    try report.end(
      .needsPerson,
      Diagnostic(
        id: .jobUnknown, "no run of job '\(definition.name)' has stored an export job yet", at: nil,
        help: "run it first; 'sluice plan' says what it would find"))
  }

  /// The export job that a person decides about: where the ledger has several, it must be named.
  static func decided(
    _ definition: JobDefinition, _ option: ExportJobOption, _ report: JobFileReport
  ) throws -> SelectedJob {
    if let job = SelectedJob(definition, named: option.jobID) { return job }
    let known = try known(definition, report)
    guard known.count > 1 else { return try stored(definition, option, report) }
    let newest = known.suffix(5).reversed().map(\.description).joined(separator: ", ")
    try report.end(
      .usage,
      Diagnostic(
        id: .jobAmbiguous,
        "the ledger has \(known.count) export jobs: it is not clear which one is meant",
        at: nil, help: "name it with --export-job; the newest are \(newest)"))
  }

  private static func known(
    _ definition: JobDefinition, _ report: JobFileReport
  ) throws -> [JobID] {
    // What is done with the job checks the whole ledger.
    try LedgerSnapshot.reading(definition, report, isChecked: false) {
      reader throws(LedgerError) in
      try reader.jobs()
    } ?? []
  }
}

extension JobDefinition {
  /// Whether its source finds the export jobs.
  var findsExportJobs: Bool { if case .next = source.selection { true } else { false } }
}
