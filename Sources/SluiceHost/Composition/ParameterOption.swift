import ArgumentParser
import Diagnostics

/// The option of every command that reads job files: values for what they declare under `params`.
struct ParameterOption: ParsableArguments {
  @Option(
    name: .customLong("param"),
    help: ArgumentHelp(
      "A value for a parameter of the job file; give it once for each.", valueName: "name=value"))
  var given: [String] = []

  /// The values by name.
  var values: [String: String] {
    Dictionary(given.compactMap(Self.split), uniquingKeysWith: { first, _ in first })
  }

  func validate() throws {
    // Nothing here quotes what was given, because it may be a secret.
    let names = given.compactMap { Self.split($0)?.0 }
    guard names.count == given.count else {
      throw ValidationError("--param takes a name and a value: --param export_job=8eb648ab…")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ValidationError("--param gives '\(name)' twice")
    }
  }

  /// Refuses a name that none of the job files declares.
  ///
  /// - Parameter declared: the names that each file declares; nil for one of which that is unknown.
  func check(_ declared: [[String]?]) throws {
    let known = declared.compactMap(\.self)
    // A file that cannot be read has its own findings, and might declare any name.
    guard known.count == declared.count else { return }
    let names = Set(known.joined()).sorted()
    for name in values.keys.sorted() where !names.contains(name) {
      let help =
        names.isEmpty ? "none is declared under 'params'" : Suggestion.help(for: name, among: names)
      throw ValidationError("no parameter is called '\(name)'; \(help)")
    }
  }

  private static func split(_ text: String) -> (String, String)? {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    return (String(text[..<equals]), String(text[equals...].dropFirst()))
  }
}
