import Diagnostics
import JobFile

/// Loads a job file the way that `check` and `run` share, and tells what is wrong with it.
struct JobFileReport {
  let loaded: LoadedJobFile

  /// Loads a file; ends the command when it is missing or cannot be read.
  init(_ path: String, command: String, format: OutputFormat) throws {
    do {
      loaded = try JobFileLoader(catalog: compiledInSinks, outside: .process).load(path)
    } catch {
      let finding = Diagnostic(
        id: "file.unreadable", error.description, at: nil,
        help: "name a job file, such as config/jobs/quickstart.yaml")
      let renderer = FindingRenderer(texts: [:], colour: Console.hasColour)
      try Self.tell([finding], by: renderer, command: command, format: format)
      throw ExitStatus.noJobFile.error
    }
  }

  /// The job definition; ends the command, with every finding told, when the file is wrong.
  /// Warnings are told too.
  func definition(command: String, format: OutputFormat) throws -> JobDefinition {
    guard let definition = loaded.definition else {
      try Self.tell(loaded.findings, by: renderer, command: command, format: format)
      throw ExitStatus.badJobFile.error
    }
    // With a result to come, warnings go to the person, not in front of the data.
    for finding in loaded.findings { Console.note(renderer.render(finding)) }
    return definition
  }

  var renderer: FindingRenderer { loaded.renderer(colour: Console.hasColour) }

  private static func tell(
    _ findings: [Diagnostic], by renderer: FindingRenderer, command: String, format: OutputFormat
  ) throws {
    switch format {
    case .json:
      let envelope = Envelope<Nothing>(
        command: command, ok: false, result: nil, findings: findings)
      try Console.data(envelope.line())
    case .text:
      for finding in findings { Console.note(renderer.render(finding)) }
    }
  }
}

/// The result of a command that has none.
struct Nothing: Encodable {}
