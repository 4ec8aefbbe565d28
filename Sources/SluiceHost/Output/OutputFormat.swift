import ArgumentParser

/// How a command gives its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// Text for a person.
  case text
  /// One JSON object on one line.
  case json
}

/// The option that every command has.
struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "How to print the result: text, or json for one object on one line.")
  var format = OutputFormat.text
}
