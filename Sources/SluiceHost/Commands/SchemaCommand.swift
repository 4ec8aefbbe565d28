import ArgumentParser
import Foundation
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

  func run() throws {
    let language = JobLanguage(PluginCatalog.compiledIn)
    let text = reference ? JobReference(language).text : JobSchema(language).text
    switch output.format {
    case .json:
      // The schema is JSON itself, and is in the envelope as such.
      let result =
        reference ? .string(text) : try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
      try Envelope(command: "schema", status: .done, result: result).print()
    case .text: try Console.data(String(text.dropLast()))
    }
  }
}
