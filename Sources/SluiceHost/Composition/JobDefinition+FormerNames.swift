import ExportEngine
import ExportModel
import Foundation
import JobFile

extension JobDefinition {
  /// The names that the job had before, by what a ledger has: those of the same file, and those of files that
  /// are gone and that no other file has.
  ///
  /// - Parameter file: the job file, as an absolute path without symbolic links, or `-`.
  func formerNames(in definitions: [ReadDefinition], readFrom file: String) -> [Name] {
    // A name with a reference in it is that of many jobs of one file.
    guard isNameWritten else { return [] }
    let others = definitions.filter { $0.name != name }
    let living = Set(others.filter { Self.isThere($0.file) }.map(\.name))
    let former = others.filter { $0.file == file || !living.contains($0.name) }.map(\.name)
    return Set(former).sorted()
  }

  private static func isThere(_ file: String) -> Bool {
    file == "-" || FileManager.default.fileExists(atPath: file)
  }
}

extension ExportRun.Plan {
  /// The plan of a job definition that may have had other names before.
  init(_ job: SelectedJob, readFrom file: String, in definitions: [ReadDefinition]) {
    self.init(job)
    formerNames = job.definition.formerNames(in: definitions, readFrom: file)
  }
}
