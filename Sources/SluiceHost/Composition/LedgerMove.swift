import Diagnostics
import DurableFiles
import ExportEngine
import Foundation
import JobFile
import SinkKit

/// Moves the ledger of a job to another folder.
struct LedgerMove {
  let definition: JobDefinition
  let isDryRun: Bool
  private let clock = SystemClock()

  init(_ definition: JobDefinition, isDryRun: Bool) {
    self.definition = definition
    self.isDryRun = isDryRun
  }

  /// Moves it; the job file must name the folder from then on.
  ///
  /// - Parameter folder: absolute, or relative to the working directory.
  func move(to folder: String) async throws(DecisionDesk.Refusal) -> DecisionMade {
    let location = Self.absolute(folder)
    guard location.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw refusal(
        "the folder's path has a character that no job file can name, such as a line end",
        "name another folder")
    }
    try checkSinks(location)
    let other = JobDefinition.state(in: location, access: definition.run.access)
    let holder = StateAccess(store: other).holder(clock)
    try await DecisionDesk.underLock(of: definition, clock) { store in
      if let here = FileIdentity(at: store.location), here == FileIdentity(at: location) {
        throw refusal("the ledger is in \(location) already", "name the folder that it goes to")
      }
      let begun = try store.movedPlace()
      if let begun, begun != location {
        throw refusal(
          "a move of the ledger to \(begun) was cut short",
          "finish it first: sluice state FILE move \(begun)")
      }
      if begun == nil, other.hasLedger {
        throw refusal("there is a ledger in \(location)", "name another folder")
      }
      guard !isDryRun else { return try other.check() }
      do throws(LockFailure) {
        try store.move(to: location, as: holder, by: NSUserName())
      } catch {
        throw refusal(error, location)
      }
    }
    var made = DecisionMade(.move(to: location), isDryRun: isDryRun)
    made.folder = location
    if location != definition.stateFolder {
      made.note =
        "write it into the job file: run: { state: \(Self.inYAML(location)) }; a run with the old folder "
        + (isDryRun ? "would be" : "is") + " refused"
    }
    return made
  }

  /// Refuses a folder that a sink writes in: as 'run.state' it would be a mistake in the job file.
  private func checkSinks(_ location: String) throws(DecisionDesk.Refusal) {
    let ledger = JobDefinition.stateFiles.map {
      ResourceClaim.file("\(location)/\($0)").withoutLinks
    }
    let taken = definition.routes.first { route in
      route.sink.claims.contains { claim in
        ledger.contains { $0.conflicts(with: claim.withoutLinks) }
      }
    }
    if let taken {
      throw refusal(
        "route '\(taken.name)' writes to \(location)",
        "name a folder that is the ledger's alone")
    }
  }

  private func refusal(_ message: String, _ hint: String) -> DecisionDesk.Refusal {
    DecisionDesk.Refusal(status: .needsPerson, message: message, hint: hint)
  }

  private func refusal(_ failure: LockFailure, _ location: String) -> DecisionDesk.Refusal {
    switch failure {
    case .held(let holder):
      DecisionDesk.Refusal(
        status: .unfinished,
        message:
          "another run has the lock of \(location): \(holder?.description ?? "unknown holder")",
        hint: "move the ledger when that run has ended", id: .runBusy)
    case .unusable(let error):
      DecisionDesk.Refusal(
        status: .of(error), message: error.message, hint: error.hint, id: .ledgerUnreadable)
    }
  }

  /// A path as a job file has it: in quotation marks, unless it is plain.
  private static func inYAML(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789/._-".unicodeScalars.contains($0))
    }
    return isPlain
      ? path
      : "'" + path.replacingScalars("'", with: "''").replacingScalars("${", with: "$${") + "'"
  }

  private static func absolute(_ folder: String) -> String {
    URL(
      fileURLWithPath: folder,
      relativeTo: URL(
        fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    ).standardizedFileURL.path
  }
}
