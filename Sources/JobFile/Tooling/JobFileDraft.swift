import Diagnostics
import ExportModel
import PageSourceKit
import Settings
import SinkKit

/// A job file to begin with: what a job needs, and the rest of what it can say as comments.
///
/// Names, defaults and meanings are those of the declarations that files are checked by.
public struct JobFileDraft {
  /// Why there can be no such file.
  public struct Refusal: Error {
    /// What is wrong and what would be right, for the user.
    public let message: String
  }

  private let job: Name
  private let source: SourceDraft
  private let sinks: [SinkDescriptor]

  /// Creates a draft.
  ///
  /// - Parameters:
  ///   - given: values of the source's settings, by name; the others get what a user would begin with.
  ///   - sinks: the kinds of sinks, one for each route.
  public init(
    job: String, given: [String: String], sinks: [String], catalog: PluginCatalog
  ) throws(Refusal) {
    self.job = try Self.name(job)
    source = try SourceDraft(given: given, catalog: catalog.sources)
    self.sinks = try Self.descriptors(of: sinks, catalog.sinks)
  }

  /// Refuses what is no name of a job.
  public static func check(job: String) throws(Refusal) { _ = try name(job) }

  /// Refuses kinds that are not in the catalog, and one given twice.
  public static func check(sinks: [String], catalog: PluginCatalog) throws(Refusal) {
    _ = try descriptors(of: sinks, catalog.sinks)
  }

  private static func name(_ job: String) throws(Refusal) -> Name {
    guard let name = Name(job), !job.contains("_") else {
      throw Refusal(
        message: "'\(job)' is not a name of a job: write at most 63 small letters, digits and "
          + "dashes, a letter first")
    }
    return name
  }

  private static func descriptors(
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
  public var text: String {
    """
    # `sluice check` finds what is wrong with this file. `sluice plan` says what a run would do.
    # `sluice run` does it. Relative paths begin at this file's folder. `sluice schema` prints a schema
    # with which an editor can complete this file. config/README.md of sluice lists every key.
    version: 1
    job: \(writtenName)  # names the state folder, .sluice/\(job) beside this file

    source:
    \(source.text)

    # recovery:
    \(recovery)

    routes:  # an item goes to every route that takes it
    \(sinks.map(route).joined(separator: "\n"))

    """
  }

  /// The name, in quotes where another YAML reader would take it for something else: `true`, `null`.
  private var writtenName: String {
    let start = SourcePosition(line: 1, column: 1)
    let span = SourceSpan(file: "", start: start, end: start)
    let isRetyped = Scalar(job.text, isPlain: true).retypingWarning(at: span) != nil
    return isRetyped ? "\"\(job)\"" : job.text
  }

  private var recovery: String {
    RecoverySection.section.settings.map { setting in
      "#   # \(setting.summary)\n#   \(setting.name): \(setting.fallbackText ?? setting.example)"
    }.joined(separator: "\n")
  }

  private func route(_ sink: SinkDescriptor) -> String {
    let when = RouteSection.when
    let batch = RouteSection.batch
    var lines = [
      "  # \(sink.summary)",
      "  - name: \(sink.kind.replacing("_", with: "-"))",
      "    # \(when.summary) Without it, the route takes all.",
      "    # \(when.name): \(when.example)",
      "    # \(batch.summary)",
      "    # \(batch.name): \(sink.batch)",
      "    sink:",
      "      \(sink.kind):\(sink.settings.isEmpty ? " {}" : "")",
    ]
    let needsNone = sink.settings.allSatisfy { $0.fallbackText != nil }
    // What may be left out says something about the others: 'sluice sinks' lists it.
    for setting in sink.settings where !setting.shape.isOptional {
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
}
