import ExportModel
import Settings
import SinkKit

/// A job file to begin with: what a job needs, and the rest of what it can say as comments.
struct JobFileDraft {
  /// Why there can be no such file.
  struct Refusal: Error {
    let message: String
  }

  private let job: Name
  private let environment: String
  private let exportJob: String
  private let sinks: [SinkDescriptor]

  /// The export job that is in a file where nobody said which.
  static func exportJob(for environment: String) -> String {
    environment == "sandbox" ? "8eb648ab-464b-42a0-ba17-eda703657e33" : "${env:PLEO_EXPORT_JOB}"
  }

  init(
    job: String, environment: String, exportJob: String, sinks: [String], catalog: SinkCatalog
  ) throws(Refusal) {
    self.job = try Self.name(job)
    try Self.check(environment: environment)
    try Self.check(exportJob: exportJob)
    self.environment = environment
    self.exportJob = exportJob
    self.sinks = try Self.descriptors(of: sinks, catalog)
  }

  /// Refuses what is no name of a job.
  static func check(job: String) throws(Refusal) { _ = try name(job) }

  private static func name(_ job: String) throws(Refusal) -> Name {
    guard let name = Name(job), !job.contains("_") else {
      throw Refusal(
        message: "'\(job)' is not a name of a job: write at most 63 small letters, digits and "
          + "dashes, a letter first")
    }
    return name
  }

  /// Refuses what is no environment.
  static func check(environment: String) throws(Refusal) {
    guard ["production", "staging", "sandbox"].contains(environment) || isURL(environment)
    else {
      throw Refusal(
        message: "'\(environment)' is not production, staging, sandbox or a base URL")
    }
  }

  /// Refuses what is no export job.
  static func check(exportJob: String) throws(Refusal) {
    guard JobID(exportJob) != nil || isReference(exportJob) else {
      throw Refusal(
        message: "'\(exportJob)' is not a UUID, nor a value from outside such as "
          + "${env:PLEO_EXPORT_JOB}")
    }
  }

  /// The sinks of these kinds; refuses a kind that there is not, and one given twice.
  static func descriptors(
    of kinds: [String], _ catalog: SinkCatalog
  ) throws(Refusal) -> [SinkDescriptor] {
    var descriptors: [SinkDescriptor] = []
    for kind in kinds {
      guard let module = catalog[kind] else {
        throw Refusal(
          message: "no sink of this build is called '\(kind)'; it has "
            + catalog.kinds.joined(separator: ", "))
      }
      guard !descriptors.contains(where: { $0.kind == kind }) else {
        throw Refusal(message: "sink '\(kind)' is given twice; add its second route by hand")
      }
      descriptors.append(module.descriptor)
    }
    guard !descriptors.isEmpty else {
      throw Refusal(message: "a job needs a sink: \(catalog.kinds.joined(separator: ", "))")
    }
    return descriptors
  }

  /// The file's text.
  var text: String {
    """
    # `sluice check` finds what is wrong with this file, `sluice plan` says what a run would do,
    # `sluice run` does it. Relative paths begin at this file's folder. An editor completes this file
    # by what `sluice schema` prints, and config/README.md of sluice has every key.
    version: 1
    job: \(job)  # names the state folder, .sluice/\(job) beside this file

    source:
      pleo:
        environment: \(environment)  # production | staging | sandbox | a base URL
        export_job: \(exportJob)
    \(token)
        # page_size: 100        # how many items to ask for at once
        # completeness: strict  # what a count that does not add up does: strict | warn

    # recovery:
    #   process: [pending]    # the statuses that need work
    #   in_progress: skip     # items that somebody else is at: skip | hold | process
    #   unknown_status: hold  # statuses that the API does not document: hold | skip

    routes:  # an item goes to every route that takes it
    \(sinks.map(route).joined(separator: "\n"))

    """
  }

  /// Whatever leaves this machine needs a token.
  private var token: String {
    environment == "sandbox" || environment.hasPrefix("http://")
      ? "    # token: ${env:PLEO_TOKEN}  # never the token itself"
      : "    token: ${env:PLEO_TOKEN}  # or ${file:/run/secrets/pleo_token}; never the token itself"
  }

  private func route(_ sink: SinkDescriptor) -> String {
    var lines = [
      "  # \(sink.summary)",
      "  - name: \(sink.kind.replacing("_", with: "-"))",
      "    # when: status == \"pending\"  # which items it takes; all of them without",
      "    # batch: 1000                # the most items that are delivered together",
    ]
    lines.append("    sink:")
    let needsNone = sink.settings.allSatisfy { $0.fallbackText != nil }
    lines.append("      \(sink.kind):\(sink.settings.isEmpty ? " {}" : "")")
    for setting in sink.settings {
      lines.append("        # \(setting.summary)")
      if let fallback = setting.fallbackText {
        // Without a setting there would be no mapping, so where none is needed, each is written.
        lines.append("        \(needsNone ? "" : "# ")\(setting.name): \(fallback)")
      } else {
        lines.append("        \(setting.name): \(example(of: setting, for: sink))")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A place of its own for each sink, and for anything else what its type has as an example.
  private func example(of setting: any DeclaredSetting, for sink: SinkDescriptor) -> String {
    setting.typeName == ValueType<String>.path.name
      ? "./\(job).\(sink.kind)" : setting.example
  }

  private static func isURL(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && isOneWord(text)
  }

  private static func isReference(_ text: String) -> Bool {
    text.hasPrefix("${") && text.hasSuffix("}") && isOneWord(text)
  }

  /// Whether the text can be written in YAML as it is.
  private static func isOneWord(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"#'\"\\".utf8.contains($0) }
  }
}
