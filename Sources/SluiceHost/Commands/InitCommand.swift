import ArgumentParser
import DurableFiles
import ExportModel
import Foundation
import JobFile
import SinkKit

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented job file to begin with.",
    discussion: """
      On a terminal, asks for what the options do not say; elsewhere, takes the defaults. A file that \
      exists is left as it is.
      """)

  @Option(help: "The job's name: small letters, digits and dashes. Default: my-export.")
  var job: String?

  @Option(help: "production, staging, sandbox or a base URL. Default: sandbox.")
  var environment: String?

  @Option(
    help: """
      The export job's UUID, or ${env:NAME}. Default: ${env:PLEO_EXPORT_JOB}; for the sandbox, a job \
      that it has.
      """)
  var exportJob: String?

  @Option(
    name: .customLong("sink"),
    help: "A kind of sink, once for each route. Default: stdout.",
    completion: .list(PluginCatalog.compiledIn.sinks.kinds))
  var sinks: [String] = []

  @Option(help: "The file to write. Default: the job's name with .yaml.", completion: .file())
  var output: String?

  @OptionGroup var format: FormatOption

  /// The file that was written, as JSON has it.
  struct Result: Encodable {
    let file: String
  }

  func run() throws {
    let plugins = PluginCatalog.compiledIn
    let asks = isatty(STDIN_FILENO) == 1 && Console.isTerminal
    /// An answer is checked when it is given, and asked for again where it is wrong.
    func value(
      _ given: String?, _ question: String, _ fallback: String,
      _ check: (String) throws(JobFileDraft.Refusal) -> Void = { _ throws(JobFileDraft.Refusal) in }
    ) throws -> String {
      while true {
        let answer = given ?? (asks ? Console.ask(question, fallback: fallback) : fallback)
        do throws(JobFileDraft.Refusal) {
          try check(answer)
          return answer
        } catch {
          guard given == nil, asks else { throw ValidationError(error.message) }
          Console.note("error: \(error.message)")
        }
      }
    }
    let name = try value(job, "the job's name", "my-export", JobFileDraft.check(job:))
    let given = try sourceSettings(asking: value)
    let kinds = try value(
      sinks.isEmpty ? nil : sinks.joined(separator: ","),
      "sinks, of \(plugins.sinks.kinds.joined(separator: ", "))", "stdout"
    ) { answer throws(JobFileDraft.Refusal) in
      try JobFileDraft.check(sinks: Self.kinds(in: answer), catalog: plugins)
    }
    let draft = try Self.refusing { () throws(JobFileDraft.Refusal) in
      try JobFileDraft(job: name, given: given, sinks: Self.kinds(in: kinds), catalog: plugins)
    }
    let path = try value(output, "the file to write", "\(name).yaml")
    try write(draft.text, to: path)
    switch format.format {
    case .json:
      try Envelope(command: "init", status: .done, result: Result(file: path)).print()
    case .text: try Console.data("wrote \(path); next: sluice check \(path)")
    }
  }

  private typealias Ask = (
    _ given: String?, _ question: String, _ fallback: String,
    _ check: (String) throws(JobFileDraft.Refusal) -> Void
  ) throws -> String

  /// What the source cannot do without, each asked for in the light of what was answered before.
  private func sourceSettings(asking ask: Ask) throws -> [String: String] {
    let options = ["environment": environment, "export_job": exportJob].compactMapValues(\.self)
    var draft = try Self.refusing { () throws(JobFileDraft.Refusal) in
      try SourceDraft(of: .compiledIn)
    }
    var given: [String: String] = [:]
    for setting in draft.needed {
      let answer = try ask(
        options[setting.name], "\(setting.name), \(setting.typeName)", draft.value(of: setting)
      ) { text throws(JobFileDraft.Refusal) in
        _ = try draft.giving(text, for: setting.name)
      }
      draft = try draft.giving(answer, for: setting.name)
      given[setting.name] = answer
    }
    // An option for a setting that the source does not have is refused with the draft.
    return given.merging(options) { answer, _ in answer }
  }

  private static func refusing<Result>(
    _ body: () throws(JobFileDraft.Refusal) -> Result
  ) throws -> Result {
    do throws(JobFileDraft.Refusal) {
      return try body()
    } catch {
      throw ValidationError(error.message)
    }
  }

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output takes a file") }
  }

  private static func kinds(in answer: String) -> [String] {
    answer.split { ", ".contains($0) }.map(String.init)
  }

  private func write(_ text: String, to path: String) throws {
    let file = URL(fileURLWithPath: path)
    do throws(FileError) {
      let folder = try Directory(at: file.deletingLastPathComponent().path)
      try folder.create(file.lastPathComponent, with: Array(text.utf8))
    } catch {
      if error.isTaken {
        throw ValidationError("'\(path)' exists already; name another file with --output")
      }
      if error.isMissing {
        throw ValidationError("cannot write '\(path)': its folder does not exist")
      }
      throw CommandFailure(
        status: error.isDenied ? .denied : .storage, message: "cannot write '\(path)'",
        help: error.isDenied ? "let user \(NSUserName()) write in its folder" : "look at the disk")
    }
  }
}

extension Console {
  /// Asks the person at the terminal; an empty answer is the fallback.
  fileprivate static func ask(_ question: String, fallback: String) -> String {
    prompt("\(question) [\(fallback)]: ")
    // At the end of the input nobody answers any more.
    let answer = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
    return answer.isEmpty ? fallback : answer
  }
}
