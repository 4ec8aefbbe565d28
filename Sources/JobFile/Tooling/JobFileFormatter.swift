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
  /// - Parameter path: the file, absolute or relative to the working directory, or `-` for standard input;
  ///   findings name it as given here. A file of more than 1 MiB or 20,000 lines gets one finding.
  /// - Throws: ``UnreadableJobFile`` when the file is missing or cannot be read, or when nothing comes
  ///   through a named pipe for 5 seconds.
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
    let text =
      YAMLLimits.standard.allow(bytes)
      ? String(decoding: bytes.withoutByteOrderMark, as: UTF8.self) : ""
    let mask = SecretMask(SourceText(text), root: root, shape: language.shape)
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
  /// - Parameter color: whether to emphasize with ANSI escapes; only for terminals.
  public func renderer(color: Bool) -> FindingRenderer {
    FindingRenderer(texts: [path: text], color: color)
  }
}
