import ArgumentParser
import ExportModel
import Foundation
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
    help: "The export job's UUID, or ${env:NAME}. Default: ${env:PLEO_EXPORT_JOB}.")
  var exportJob: String?

  @Option(
    name: .customLong("sink"),
    help: "A kind of sink, once for each route. Default: stdout.",
    completion: .list(compiledInSinks.kinds))
  var sinks: [String] = []

  @Option(help: "The file to write. Default: the job's name with .yaml.", completion: .file())
  var output: String?

  @OptionGroup var format: FormatOption

  /// The file that was written, as JSON has it.
  struct Result: Encodable {
    let file: String
  }

  func run() throws {
    let asks = isatty(STDIN_FILENO) == 1 && Console.isTerminal
    func value(_ given: String?, _ question: String, _ fallback: String) -> String {
      given ?? (asks ? Console.ask(question, fallback: fallback) : fallback)
    }
    let name = value(job, "the job's name", "my-export")
    let environment = value(
      environment, "production, staging, sandbox or a base URL", "sandbox")
    let exportJob = value(
      exportJob, "the export job", JobFileDraft.exportJob(for: environment))
    let kinds =
      sinks.isEmpty
      ? value(nil, "sinks, of \(compiledInSinks.kinds.joined(separator: ", "))", "stdout")
        .split { ", ".contains($0) }.map(String.init) : sinks
    let draft: JobFileDraft
    do throws(JobFileDraft.Refusal) {
      draft = try JobFileDraft(
        job: name, environment: environment, exportJob: exportJob, sinks: kinds,
        catalog: compiledInSinks)
    } catch {
      throw ValidationError(error.message)
    }
    let path = value(output, "the file to write", "\(name).yaml")
    try write(draft.text, to: path)
    switch format.format {
    case .json:
      try Envelope(command: "init", status: .done, result: Result(file: path)).print()
    case .text: try Console.data("wrote \(path); next: sluice check \(path)")
    }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      throw ValidationError("'\(path)' exists already; name another file with --output")
    } catch let error as CocoaError where error.code == .fileNoSuchFile {
      throw ValidationError("cannot write '\(path)': its folder does not exist")
    } catch let error as CocoaError {
      Console.note("error: cannot write '\(path)': \(error.localizedDescription)")
      let isDenied = error.code == .fileWriteNoPermission
      throw (isDenied ? ExitStatus.denied : .storage).error
    }
  }
}

extension Console {
  /// Asks the person at the terminal; an empty answer is the fallback.
  fileprivate static func ask(_ question: String, fallback: String) -> String {
    prompt("\(question) [\(fallback)]: ")
    let answer = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
    return answer.isEmpty ? fallback : answer
  }
}
