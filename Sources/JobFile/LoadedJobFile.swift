public import Diagnostics
import Settings

/// What a job file says, and what is to be said about it.
public struct LoadedJobFile: Sendable {
  /// The job; nil exactly when a finding is an error.
  public let definition: JobDefinition?
  /// Every finding, in the order of the file.
  public let findings: [Diagnostic]
  /// Whether the file is right but for values that this user may not read.
  public var isDenied: Bool {
    let errors = findings.filter { $0.severity == .error }
    return !errors.isEmpty && errors.allSatisfy { $0.id == FindingID.valueDenied.name }
  }
  /// The names of the parameters that the file declares, sorted; nil when that is unknown, because
  /// the file is no YAML.
  public let parameters: [String]?
  /// The file's text, to show lines of it: a token that is in it is hidden by asterisks.
  public let text: String
  /// The file's path as the user gave it: what spans carry.
  public let path: String
  /// What the file says, references not followed.
  let root: Node?
  /// The plugins that it was read with.
  let catalog: PluginCatalog

  /// The file with every default written out, aliases and merges too; nil when there is no job.
  ///
  /// A value from outside stays the reference that it is. What is secret is `‹secret›`, be it a
  /// reference or not; but for that, the text is a job file that says the same.
  public var completed: String? {
    guard definition != nil, let root else { return nil }
    return CompletedFile.text(root, language: JobLanguage(catalog))
  }

  /// A renderer that shows the lines of this file.
  ///
  /// - Parameter colour: whether to emphasise with ANSI escapes; only for terminals.
  public func renderer(colour: Bool) -> FindingRenderer {
    FindingRenderer(texts: [path: text], colour: colour)
  }
}

/// The job file is missing or cannot be read: exit code 66.
public struct UnreadableJobFile: Error, Sendable, CustomStringConvertible {
  /// The path as the user gave it.
  public let path: String
  /// Why, in words.
  public let reason: String

  /// `cannot read job file '…': reason`.
  public var description: String { "cannot read job file '\(path)': \(reason)" }
}
