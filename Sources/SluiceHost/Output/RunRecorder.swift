import Diagnostics
import DurableFiles
import ExportEngine
import Foundation
import JobFile
import Synchronization

/// Leaves a record of a run where the job file wants one: a receipt for each export job, and figures for a monitor.
final class RunRecorder: Sendable {
  private let definition: JobDefinition
  private let runID: RunID
  private let clock = SystemClock()
  private let metrics: Mutex<RunMetrics>

  init(_ definition: JobDefinition, _ runID: RunID) {
    self.definition = definition
    self.runID = runID
    metrics = Mutex(
      RunMetrics(job: definition.name, run: runID, startedAt: clock.wallMilliseconds))
  }

  /// Records how the run ended, or how it ended for one of its export jobs.
  ///
  /// - Returns: what could not be written.
  func record(_ ending: RunEnding) -> [RunEnding] {
    [
      trouble(in: definition.observe.receipts, "the receipt") { folder, name in
        try folder.append(receipt(of: ending), to: name)
      },
      trouble(in: definition.observe.textfile, "the metrics") { folder, name in
        // What another run does is that run's to say.
        guard !ending.isBusy else { return }
        try write(ending, to: name, in: folder)
      },
    ].compactMap(\.self)
  }

  /// What to do where a record could not be written.
  static let help =
    "the run itself is as the log says; see that the folder exists and may be written"

  /// What would keep a run from leaving its record, as far as that is known without writing.
  static func problem(of definition: JobDefinition) -> FileError? {
    for path in [definition.observe.receipts, definition.observe.textfile].compactMap(\.self) {
      let url = URL(fileURLWithPath: path)
      do throws(FileError) {
        let folder = try Directory(at: url.deletingLastPathComponent().path)
        try folder.checkWritable(".")
        try folder.checkRegular(url.lastPathComponent)
      } catch {
        return error
      }
    }
    return nil
  }

  private func trouble(
    in path: String?, _ what: String, _ write: (borrowing Directory, String) throws -> Void
  ) -> RunEnding? {
    guard let path else { return nil }
    let url = URL(fileURLWithPath: path)
    do {
      try write(Directory(at: url.deletingLastPathComponent().path), url.lastPathComponent)
      return nil
    } catch {
      return RunEnding(
        definition, .storage, id: .observeFile, "\(what) of the run could not be written: \(error)",
        Self.help)
    }
  }

  /// The line of a receipt.
  private func receipt(of ending: RunEnding) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let receipt = Receipt(
      time: SystemClock.text(ofMilliseconds: clock.wallMilliseconds), run: "\(runID)",
      job: ending.job, exitCode: ending.status.rawValue,
      findings: ending.findings.map { $0.mapped(definition.withoutOutsideValues) },
      result: ending.summary)
    return Array(try encoder.encode(receipt)) + [UInt8(ascii: "\n")]
  }

  private struct Receipt: Encodable {
    let time: String
    let run: String
    let job: String
    let exitCode: Int32
    let findings: [FlatFinding]
    let result: RunSummary?

    enum CodingKeys: String, CodingKey {
      case time, run, job, findings, result
      case exitCode = "exit_code"
    }
  }

  private func write(
    _ ending: RunEnding, to name: String, in folder: borrowing Directory
  ) throws {
    let text = try metrics.withLock { metrics in
      // Once, because afterwards the file has what this run wrote.
      if metrics.before == nil { metrics.before = try Self.text(of: name, in: folder) }
      metrics.add(ending, at: clock.wallMilliseconds)
      return metrics.text
    }
    try folder.replace(name, with: Array(text.utf8), isPublic: true)
  }

  private static func text(of name: String, in folder: borrowing Directory) throws -> String {
    do throws(FileError) {
      return String(decoding: try folder.read(name, atMost: 1024 * 1024), as: UTF8.self)
    } catch {
      guard error.isMissing else { throw error }
      return ""
    }
  }
}
