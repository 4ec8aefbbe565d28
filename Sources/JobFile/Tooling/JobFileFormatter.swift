public import Diagnostics
import Settings
import YAMLReader

/// Lays job files out in canonical form, whether they are right or not.
public struct JobFileFormatter: Sendable {
  private let language: JobLanguage

  /// Creates a formatter that knows the settings of the plugins of `catalog`.
  public init(catalog: PluginCatalog) { language = JobLanguage(catalog) }

  /// Reads a file and lays it out; the file stays as it is.
  ///
  /// - Parameter path: the file, absolute or relative to the working directory; findings name it
  ///   as given here.
  /// - Throws: ``UnreadableJobFile`` when there is no file to read.
  public func format(_ path: String) throws(UnreadableJobFile) -> FormattedJobFile {
    let bytes: [UInt8]
    do throws(UnreadableFile) {
      bytes = try FileBytes.ofJobFile(path, atMost: YAMLLimits.standard.bytes + 1).bytes
    } catch {
      throw UnreadableJobFile(path: path, reason: error.description)
    }
    var findings = Findings()
    let formatted = YAMLFormat.formatted(
      bytes, file: path, shape: language.shape, findings: &findings)
    var unused = Findings()
    let root = YAMLDocument.read(bytes, file: path, findings: &unused)
    let text = YAMLLimits.standard.allow(bytes) ? String(decoding: bytes, as: UTF8.self) : ""
    let mask = SecretMask(text, root: root, shape: language.shape)
    return FormattedJobFile(
      path: path, original: bytes, formatted: formatted,
      findings: findings.sorted.map(mask.masked), text: mask.text)
  }
}

/// A job file, and the text that it has in canonical form.
public struct FormattedJobFile: Sendable {
  /// The file's path as the user gave it.
  public let path: String
  /// The file's content as it is.
  public let original: [UInt8]
  /// The file's text in canonical form; nil exactly when a finding is an error.
  public let formatted: String?
  /// Why there is no canonical form.
  public let findings: [Diagnostic]
  private let text: String

  init(
    path: String, original: [UInt8], formatted: String?, findings: [Diagnostic], text: String
  ) {
    self.path = path
    self.original = original
    self.formatted = formatted
    self.findings = findings
    self.text = text
  }

  /// Whether the canonical form is another text than the file has.
  public var isChanged: Bool { formatted.map { Array($0.utf8) != original } ?? false }

  /// A renderer that shows the lines of this file.
  ///
  /// - Parameter colour: whether to emphasise with ANSI escapes; only for terminals.
  public func renderer(colour: Bool) -> FindingRenderer {
    FindingRenderer(texts: [path: text], colour: colour)
  }
}
