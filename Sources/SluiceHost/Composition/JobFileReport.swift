import Diagnostics
import Foundation
import JobFile

/// A job file that a command was given, loaded the way that all commands share; reports what is wrong
/// with it the way that the command was asked to.
struct JobFileReport {
  /// As it was given.
  let path: String
  /// What the file says; nil where it is missing or cannot be read.
  let loaded: LoadedJobFile?
  /// Everything found, in the order of the file.
  let findings: [Diagnostic]
  let command: String
  let format: OutputFormat

  /// Loads files; ends the command when a parameter is given that none of them declares.
  ///
  /// - Parameters:
  ///   - forTests: whether only the files' tests are to be run, which ask no API.
  ///   - folder: where relative paths begin then, if not at the folder of each file.
  ///   - rehearsal: what the files are loaded for, if not for real work.
  static func load(
    _ paths: [String], command: String, format: OutputFormat, parameters: ParameterOption,
    state: StateOption? = nil, forTests: Bool = false, inFolder folder: String? = nil,
    rehearsal: Rehearsal? = nil
  ) throws -> [JobFileReport] {
    try checkWorkingFolder(for: paths + [state?.folder].compactMap(\.self), command, format)
    let loader = JobFileLoader(compiledIn: parameters)
    let reports = paths.map { path in
      JobFileReport(path, command: command, format: format) { () throws(UnreadableJobFile) in
        if let rehearsal { return try loader.load(path, for: rehearsal) }
        return forTests
          ? try loader.loadForTests(path, inFolder: folder)
          : try loader.load(path, state: state?.folder)
      }
    }
    try parameters.check(reports.map { $0.loaded?.parameters })
    return reports
  }

  /// Ends the command where a relative path begins at a working directory that is gone: it would lead
  /// elsewhere.
  private static func checkWorkingFolder(
    for paths: [String], _ command: String, _ format: OutputFormat
  ) throws {
    guard paths.contains(where: { !$0.hasPrefix("/") }) else { return }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&buffer, buffer.count) == nil else { return }
    let finding = Diagnostic(
      id: .commandFolder, "the working directory is gone", at: nil,
      help: "change to a folder that exists, or give absolute paths")
    switch format {
    case .json:
      try Envelope<Nothing>(command: command, status: .storage, result: nil, findings: [finding])
        .print()
    case .text:
      Console.styled(FindingRenderer(texts: [:], color: Console.hasColor).render(finding))
    }
    throw ExitStatus.storage.error
  }

  /// Loads one file as ``load(_:command:format:parameters:state:forTests:)`` loads many.
  static func load(
    _ path: String, command: String, format: OutputFormat, parameters: ParameterOption,
    state: StateOption? = nil
  ) throws -> JobFileReport {
    try load([path], command: command, format: format, parameters: parameters, state: state)[0]
  }

  private init(
    _ path: String, command: String, format: OutputFormat,
    by load: () throws(UnreadableJobFile) -> LoadedJobFile
  ) {
    self.path = path
    self.command = command
    self.format = format
    do throws(UnreadableJobFile) {
      let loaded = try load()
      self.loaded = loaded
      findings = loaded.findings
    } catch {
      loaded = nil
      findings = [
        Diagnostic(
          id: .fileUnreadable, error.description, at: nil,
          help: "name a job file, such as config/jobs/quickstart.yaml")
      ]
    }
  }

  /// The file's absolute path without symbolic links; `-` for what is no regular file.
  var file: String {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let isRegular = try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
    return path != "-" && isRegular == true ? url.path : "-"
  }

  /// What the file alone would end a command with.
  var status: ExitStatus {
    guard let loaded else { return .noJobFile }
    if loaded.definition != nil { return .done }
    return loaded.isDenied ? .denied : .badJobFile
  }

  /// The job definitions, warnings reported; ends the command, with every finding reported, when one of the
  /// files is wrong or missing.
  static func definitions(_ reports: [JobFileReport]) throws -> [JobDefinition] {
    let definitions = reports.compactMap { $0.loaded?.definition }
    if definitions.count < reports.count, let first = reports.first, first.format == .json {
      try Envelope<Nothing>(
        command: first.command, status: .combined(reports.map(\.status)), result: nil,
        findings: reports.flatMap(\.findings)
      ).print()
    }
    for report in reports { report.tellFindings() }
    try ExitStatus.combined(reports.map(\.status)).end()
    return definitions
  }

  /// The job definition of one file, as ``definitions(_:)`` has those of many.
  func definition() throws -> JobDefinition { try Self.definitions([self])[0] }

  /// What is found is reported to a person here; a machine has it in the envelope.
  func tellFindings() {
    guard format == .text else { return }
    for finding in findings { tell(finding) }
  }

  /// Tells a person one thing, with the line of the file that it is about.
  func tell(_ finding: Diagnostic) {
    let renderer =
      loaded?.renderer(color: Console.hasColor)
      ?? FindingRenderer(texts: [:], color: Console.hasColor)
    Console.styled(renderer.render(finding))
  }

  /// What the command gives with `--format json`: `result`, and what was found in the file.
  func envelope<Result: Encodable>(
    _ result: Result?, status: ExitStatus = .done, more: [FlatFinding] = []
  ) -> Envelope<Result> {
    Envelope(
      command: command, status: status, result: result,
      findings: findings.map { FlatFinding($0) } + more)
  }

  /// Ends the command for something that the file is not to blame for.
  func end(_ status: ExitStatus, _ finding: Diagnostic) throws -> Never {
    switch format {
    case .json:
      try Envelope<Nothing>(
        command: command, status: status, result: nil, findings: findings + [finding]
      ).print()
    case .text: tell(finding)
    }
    throw status.error
  }
}

extension JobFileLoader {
  /// The loader of this program, with values for parameters.
  init(compiledIn parameters: ParameterOption) {
    self.init(
      catalog: PluginCatalog.compiledIn, outside: .process.giving(parameters.values),
      stateFiles: JobDefinition.stateFiles)
  }
}
