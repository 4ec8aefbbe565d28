import ArgumentParser
import JobFile

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of job files, with every sink of this build.",
    discussion: """
      An editor with a YAML language server completes and checks a job file whose first line is \
      '# yaml-language-server: $schema=job.schema.json'.
      """)

  @Flag(help: "Print the reference of the language instead, in Markdown.")
  var reference = false

  @OptionGroup var output: FormatOption

  /// The text as JSON has it.
  struct Result: Encodable {
    let text: String
  }

  func run() throws {
    let language = JobLanguage(compiledInSinks)
    let text = reference ? JobReference(language).text : JobSchema(language).text
    switch output.format {
    case .json:
      let envelope = Envelope(
        command: "schema", ok: true, result: Result(text: text), findings: [])
      try Console.data(envelope.line())
    case .text: try Console.data(String(text.dropLast()))
    }
  }
}
