import ArgumentParser
import Diagnostics
import DurableFiles
import JobFile

struct FmtCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lays job files out: keys in the order of the reference, two spaces, comments kept.",
    discussion: """
      A file is written only when its new text says the same, with the same comments; it keeps its \
      owner, mode and hard links. Where fmt cannot be sure of that, it says why and leaves the file \
      alone. Only regular files are written; '-' reads standard input and writes to standard output.

      Exit codes: 0 done; 65 with --check, when a file would change, and when one was left alone; \
      66 no such file; 74 a file cannot be written; 77 this user may not write it; 78 a file is not YAML.
      """)

  @Argument(help: "The job files.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  @Flag(help: "Write nothing, and say which files would change.")
  var check = false

  @OptionGroup var output: FormatOption

  /// What became of one file.
  struct Result: Encodable {
    let file: String
    /// Whether the text that the file had is another one than its canonical form.
    let changed: Bool
  }

  func run() throws {
    let formatter = JobFileFormatter(catalog: PluginCatalog.compiledIn)
    var results: [Result] = []
    var findings: [Diagnostic] = []
    var statuses: [ExitStatus] = []
    for path in files {
      do {
        if path != "-" { try FileReplacement(of: path).check() }
        let file = try formatter.format(path)
        if output.format == .text {
          let renderer = file.renderer(color: Console.hasColor)
          for finding in file.findings { Console.styled(renderer.render(finding)) }
        }
        findings += file.findings
        if path == "-", !check, output.format == .text {
          // What cannot be laid out comes out as it went in.
          try Console.file(file.formatted.map { Array($0.utf8) } ?? file.original)
          statuses.append(status(of: file))
          continue
        }
        if file.isChanged, !check, path != "-", let text = file.formatted {
          try FileReplacement(of: path).write(Array(text.utf8))
        }
        results.append(Result(file: path, changed: file.isChanged))
        statuses.append(status(of: file))
      } catch {
        let finding = Self.finding(error, path: path)
        if output.format == .text {
          let renderer = FindingRenderer(texts: [:], color: Console.hasColor)
          Console.styled(renderer.render(finding))
        }
        findings.append(finding)
        statuses.append(Self.status(of: error))
      }
    }
    try tell(results, findings, .combined(statuses))
  }

  private func status(of file: FormattedJobFile) -> ExitStatus {
    guard file.formatted != nil else {
      return file.findings.contains { $0.id == FindingID.formatUnsafe.name }
        ? .needsPerson : .badJobFile
    }
    return check && file.isChanged ? .needsPerson : .done
  }

  private static func status(of error: any Error) -> ExitStatus {
    switch error {
    case is UnreadableJobFile: .noJobFile
    case let refusal as FileReplacement.Refusal where refusal.isDenied: .denied
    case let error as FileError where error.isDenied: .denied
    default: .storage
    }
  }

  private static func finding(_ error: any Error, path: String) -> Diagnostic {
    guard let error = error as? UnreadableJobFile else {
      return Diagnostic(
        id: .fileUnwritable, "cannot write job file '\(path)': \(error)", at: nil,
        help: "the file stays as it is")
    }
    return Diagnostic(
      id: .fileUnreadable, error.description, at: nil,
      help: "name a job file, such as config/jobs/quickstart.yaml")
  }

  private func tell(
    _ results: [Result], _ findings: [Diagnostic], _ status: ExitStatus
  ) throws {
    switch output.format {
    case .json:
      try Envelope(command: "fmt", status: status, result: results, findings: findings).print()
    case .text:
      for result in results where result.changed {
        try Console.data("\(result.file): \(check ? "would be changed" : "laid out")")
      }
    }
    try status.end()
  }
}
