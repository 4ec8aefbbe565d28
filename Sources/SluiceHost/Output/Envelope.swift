import Diagnostics
import ExportModel
import Foundation
import Synchronization

/// What every command ends with where `--format json` is given: one object on one line.
struct Envelope<Result: Encodable>: Encodable {
  let command: String
  let status: ExitStatus
  let result: Result?
  let findings: [FlatFinding]

  init(command: String, status: ExitStatus, result: Result?, findings: [FlatFinding]) {
    self.command = command
    self.status = status
    self.result = result
    self.findings = findings
  }

  init(command: String, status: ExitStatus, result: Result?, findings: [Diagnostic] = []) {
    self.init(
      command: command, status: status, result: result, findings: findings.map { FlatFinding($0) })
  }

  /// All keys are always there: what has no result has `null` for one.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(command, forKey: .command)
    try object.encode(status == .done, forKey: .ok)
    try object.encode(status.rawValue, forKey: .exitCode)
    try object.encode(result, forKey: .result)
    try object.encode(findings, forKey: .findings)
  }

  private enum CodingKeys: String, CodingKey {
    case command, ok, result, findings
    case exitCode = "exit_code"
  }

  /// The object on one line, keys sorted so that equal results are equal texts.
  func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Writes the object to stdout; a command ends with one, so nothing else is written there after it.
  func print() throws {
    EnvelopeMemory.note()
    try Console.json(line())
  }
}

/// Whether the process has written its envelope: every ending has one, and none has two.
enum EnvelopeMemory {
  private static let written = Mutex(false)

  static var isWritten: Bool { written.withLock { $0 } }

  static func note() { written.withLock { $0 = true } }
}

/// A finding as JSON has it: without structure.
struct FlatFinding: Encodable, Equatable {
  let severity: String
  let id: String
  private(set) var message: String
  let file: String?
  let line: Int?
  let column: Int?
  private(set) var help: String?
  /// The job definition that it is about, where it is about one.
  let job: String?
  /// The route that it is about, where it is about one.
  let route: String?

  /// The finding with its words changed.
  func mapped(_ change: (String) -> String) -> FlatFinding {
    var finding = self
    finding.message = change(message)
    finding.help = help.map(change)
    return finding
  }

  /// The finding with an export job in the commands of its help.
  func naming(_ exportJob: JobID?) -> FlatFinding {
    var finding = self
    finding.help = help?.naming(exportJob)
    return finding
  }

  init(_ diagnostic: Diagnostic, job: String? = nil, route: String? = nil) {
    severity = diagnostic.severity.rawValue
    id = diagnostic.id
    message = diagnostic.message
    file = diagnostic.span?.file
    line = diagnostic.span?.start.line
    column = diagnostic.span?.start.column
    help = diagnostic.help
    self.job = job
    self.route = route
  }

  /// A finding that is about no place of a file.
  init(
    _ severity: Diagnostic.Severity = .error, id: FindingID, _ message: String, help: String?,
    job: String?, route: String? = nil
  ) {
    self.init(
      Diagnostic(severity, id: id, message, at: nil, help: help), job: job, route: route)
  }
}

/// The result of a command that has none.
struct Nothing: Encodable {}
