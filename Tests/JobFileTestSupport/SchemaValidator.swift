import Diagnostics
import Foundation
import JobFile
public import Settings
import YAMLReader

/// The schema of the language in the hands of a validator that is not ours: python's jsonschema, one
/// process for all tests.
public actor SchemaValidator {
  /// The validator; nil where python3 or its jsonschema is missing.
  public static let shared = SchemaValidator(JobSchema(JobLanguage(fakePlugins)).text)

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    schema = json.loads(sys.stdin.readline())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    print("ready", flush=True)
    for line in sys.stdin:
        errors = validator.iter_errors(json.loads(line))
        print(json.dumps([error.json_path + ": " + error.message for error in errors]), flush=True)
    """

  private let questions: FileHandle
  private let answers: FileHandle
  private var read = Data()

  /// Starts the validator; nil where it is missing, or where the schema is none of draft 2020-12.
  public init?(_ schema: String) {
    // A system's package is for the system's python3, which need not be the first.
    let pythons = ["/usr/bin/env python3", "/usr/bin/python3"].map { $0.split(separator: " ") }
    guard let python = pythons.first(where: Self.hasPackage) else { return nil }
    let process = Self.process(python, Self.program)
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    questions = input.fileHandleForWriting
    answers = output.fileHandleForReading
    // One line, as the program reads it.
    let line = schema.split(separator: "\n").joined(separator: " ")
    guard (try? questions.write(contentsOf: Data("\(line)\n".utf8))) != nil,
      let answer = Self.line(from: answers, after: &read), answer == Data("ready".utf8)
    else { return nil }
  }

  private static func process(_ python: [Substring], _ program: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: String(python[0]))
    process.arguments = python.dropFirst().map(String.init) + ["-c", program]
    return process
  }

  private static func hasPackage(_ python: [Substring]) -> Bool {
    let process = process(python, "from jsonschema import Draft202012Validator")
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// What the schema has against a document; empty when it accepts it.
  public func errors(_ document: Node) throws -> [String] {
    let question = "\(json(document))\n"
    try questions.write(contentsOf: Data(question.utf8))
    guard let answer = Self.line(from: answers, after: &read) else { throw Gone() }
    return try JSONDecoder().decode([String].self, from: answer)
  }

  /// The program ended before it answered.
  private struct Gone: Error {}

  private static func line(from handle: FileHandle, after read: inout Data) -> Data? {
    while true {
      if let end = read.firstIndex(of: UInt8(ascii: "\n")) {
        defer { read = Data(read[(end + 1)...]) }
        return Data(read[..<end])
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      read += more
    }
  }

  /// A document as editors read it: with the types of YAML 1.2 (section 10.3.2).
  private func json(_ node: Node) -> String {
    switch node.content {
    case .sequence(let items): return "[\(items.map(json).joined(separator: ","))]"
    case .mapping(let entries):
      return "{\(entries.map { "\(quoted($0.key)):\(json($0.value))" }.joined(separator: ","))}"
    case .scalar(let scalar):
      guard scalar.isPlain else { return quoted(scalar.text) }
      switch scalar.text {
      case "", "~", "null", "Null", "NULL": return "null"
      case "true", "True", "TRUE": return "true"
      case "false", "False", "FALSE": return "false"
      default:
        if let number = Int(scalar.text) { return "\(number)" }
        let isNumber = scalar.text.wholeMatch(
          of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/)
        return isNumber == nil ? quoted(scalar.text) : "\(Double(scalar.text) ?? 0.5)"
      }
    }
  }

  private func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
