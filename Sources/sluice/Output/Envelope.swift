import Diagnostics
import Foundation

/// What every command gives with `--format json`: one object on one line.
struct Envelope<Result: Encodable>: Encodable {
  let command: String
  let ok: Bool
  let result: Result?
  let findings: [FlatFinding]

  init(command: String, ok: Bool, result: Result?, findings: [Diagnostic]) {
    self.command = command
    self.ok = ok
    self.result = result
    self.findings = findings.map { FlatFinding($0) }
  }

  /// All four keys are always there: what has no result has `null` for one.
  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(command, forKey: .command)
    try object.encode(ok, forKey: .ok)
    try object.encode(result, forKey: .result)
    try object.encode(findings, forKey: .findings)
  }

  private enum CodingKeys: CodingKey { case command, ok, result, findings }

  /// The object on one line, keys sorted so that equal results are equal texts.
  func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// A finding as JSON has it: without structure.
struct FlatFinding: Encodable {
  let severity: String
  let id: String
  let message: String
  let file: String?
  let line: Int?
  let column: Int?
  let help: String?

  init(_ diagnostic: Diagnostic) {
    severity = diagnostic.severity.rawValue
    id = diagnostic.id
    message = diagnostic.message
    file = diagnostic.span?.file
    line = diagnostic.span?.start.line
    column = diagnostic.span?.start.column
    help = diagnostic.help
  }
}
