public import Diagnostics
import Settings

/// What a job file says, and what is to be said about it.
public struct LoadedJobFile: Sendable {
  /// The job; nil exactly when a finding is an error.
  public let definition: JobDefinition?
  /// The findings, in the order of the file: at most 100. Where there are more, errors are kept before
  /// warnings, and one more finding at the end says how many are not shown.
  public let findings: [Diagnostic]
  /// Whether the only errors are values that this user may not read.
  public var isDenied: Bool {
    let errors = findings.filter { $0.severity == .error }
    return !errors.isEmpty && errors.allSatisfy { $0.id == FindingID.valueDenied.name }
  }
  /// The names of the parameters that the file declares, sorted; nil when that is unknown, because
  /// the file is no YAML.
  public let parameters: [String]?
  /// What the file takes from outside, by name; nil when the file is no YAML.
  public let outsideNames: OutsideNames?
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
  /// A value from outside stays a reference. A secret is shown as `‹secret›`, also where it is a reference,
  /// and what looks like a credential in another value as asterisks. Everything else says the same as the
  /// file.
  public var completed: String? {
    guard definition != nil, let root else { return nil }
    return CompletedFile.text(root, language: JobLanguage(catalog))
  }

  /// A renderer that shows the lines of this file.
  ///
  /// - Parameter color: whether to emphasize with ANSI escapes; only for terminals.
  public func renderer(color: Bool) -> FindingRenderer {
    FindingRenderer(texts: [path: text], color: color)
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
