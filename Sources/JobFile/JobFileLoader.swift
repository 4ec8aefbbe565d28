import Diagnostics
import Settings
import YAMLReader

/// Reads job files: the one way to have a job definition, whatever the command.
public struct JobFileLoader: Sendable {
  private let catalog: PluginCatalog
  private let outside: OutsideValues
  private let stateFiles: [String]

  /// Creates a loader that knows the plugins of `catalog` and has values from `outside`.
  ///
  /// - Parameter stateFiles: the names of the files that the host keeps in the state folder, where no sink
  ///   may write.
  public init(catalog: PluginCatalog, outside: OutsideValues, stateFiles: [String] = []) {
    self.catalog = catalog
    self.outside = outside
    self.stateFiles = stateFiles
  }

  /// Reads a file and everything that it refers to, and finds all that is wrong in one pass.
  ///
  /// A file of more than 1 MiB or 20,000 lines gets one finding, and no line of it is shown.
  ///
  /// - Parameter path: the file, absolute or relative to the working directory, or `-` for standard input;
  ///   findings name it as given here. What is no regular file has no folder: its relative paths begin at
  ///   the working directory.
  /// - Parameter state: the folder of the ledger and the lock, absolute or relative to the working
  ///   directory, in place of the one that the file has.
  /// - Throws: ``UnreadableJobFile`` when the file is missing or cannot be read, or when nothing comes
  ///   through a named pipe for 5 seconds.
  public func load(
    _ path: String, state: String? = nil
  ) throws(UnreadableJobFile) -> LoadedJobFile {
    try load(path, state: state) { $0 }
  }

  /// Reads a file for its tests, or for what follows from the file alone. Nothing calls an API then: where the source
  /// takes values from outside, the sandbox is used instead, and no ping is read, so the values need not be there.
  ///
  /// - Parameter folder: where relative paths begin, if not at the file's own folder.
  /// - Throws: ``UnreadableJobFile``, as ``load(_:state:)`` does.
  public func loadForTests(
    _ path: String, inFolder folder: String? = nil
  ) throws(UnreadableJobFile) -> LoadedJobFile {
    try load(path, state: nil, inFolder: folder) { $0.forTests(catalog.sources) }
  }

  /// Reads a file for a rehearsal. Values that only the source and what is seen of a run need from outside need not be
  /// there.
  ///
  /// - Throws: ``UnreadableJobFile``, as ``load(_:state:)`` does.
  public func load(
    _ path: String, for rehearsal: Rehearsal
  ) throws(UnreadableJobFile) -> LoadedJobFile {
    try load(path, state: nil, root: rehearsal.root) {
      $0.forRehearsal(rehearsal, catalog.sources)
    }
  }

  private func load(
    _ path: String, state: String?, inFolder given: String? = nil, root place: String = "",
    changing change: (Node) -> Node
  ) throws(UnreadableJobFile) -> LoadedJobFile {
    let (bytes, folder): ([UInt8], String)
    do throws(UnreadableFile) {
      (bytes, folder) = try FileBytes.ofJobFile(path, atMost: YAMLLimits.standard.bytes + 1)
    } catch {
      throw UnreadableJobFile(path: path, reason: error.description)
    }
    // Of a file beyond the limits no line is shown, because preparing them all takes memory and time.
    let text =
      YAMLLimits.standard.allow(bytes)
      ? String(decoding: bytes.withoutByteOrderMark, as: UTF8.self) : ""
    let working = ReadingContext(folder: FileBytes.workingFolder)
    let source = SourceText(text)
    let context = ReadingContext(folder: given ?? folder, source: source, root: place)
    var findings = Findings()
    let root = YAMLDocument.read(bytes, file: path, findings: &findings)
    let section = JobSection(
      catalog: catalog, outside: OutsideTexts(outside), context: context,
      state: state.map(working.resolve), stateFiles: stateFiles)
    let resolved = root.map { section.resolved(change($0), findings: &findings) }
    let shape = JobLanguage(catalog).shape
    let secrets = resolved.map { SecretValues(in: $0, shape: shape) }
    if let resolved { secrets?.check(resolved, shape: shape, findings: &findings) }
    let definition = resolved.flatMap { section.read($0, findings: &findings) }
    let mask = SecretMask(
      source, root: root, shape: shape, secrets: secrets?.texts ?? [])
    return LoadedJobFile(
      definition: findings.hasErrors ? nil : definition,
      findings: Self.shown(findings).map(mask.masked),
      parameters: root.map { $0[JobSection.params]?.keys.sorted() ?? [] },
      outsideNames: root.map { OutsideNames(in: $0, context: context) }, text: mask.text,
      path: path, root: root, catalog: catalog)
  }
}

extension JobFileLoader {
  /// How many findings of a file are shown.
  private static let mostFindings = 100

  /// The first findings and, where there are more, how many.
  private static func shown(_ findings: Findings) -> [Diagnostic] {
    let (all, shown) = (findings.sorted, findings.sorted.first(mostFindings))
    guard shown.count < all.count else { return shown }
    let hidden = all.count - shown.count
    return shown + [
      Diagnostic(
        findings.hasErrors ? .error : .warning, id: .fileFindings,
        hidden == 1 ? "1 more finding is not shown" : "\(hidden) more findings are not shown",
        at: nil,
        help: "correct these, and check again")
    ]
  }
}

extension [UInt8] {
  /// The bytes after a UTF-8 byte order mark, which is no part of the first line.
  var withoutByteOrderMark: ArraySlice<UInt8> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
  }
}
