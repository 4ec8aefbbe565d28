import ExportModel
import Foundation
import Testing

/// What is known of a run from outside.
struct DayRun: Sendable {
  /// Its name; nil where it was killed before it had said one.
  let id: String?
  let exit: Ended.Exit
  /// How many items each job had then, at the API.
  let items: [String: Int]
  /// The jobs that it asked for.
  let asked: Set<String>

  init(_ ended: Ended, _ day: PleoDay, asked: [Asked]) {
    id =
      ended.notes.compactMap { note in
        let object = try? JSONSerialization.jsonObject(with: Data(note.utf8)) as? [String: Any]
        return object?["run"] as? String
      }.first
    exit = ended.exit
    items = Dictionary(uniqueKeysWithValues: day.jobs.map { ("\($0.id)", $0.items.count) })
    self.asked = Set(asked.compactMap { $0.jobID?.description })
  }
}

/// What runs left for whoever did not watch them: receipts, history and metrics.
struct DayRecords {
  private struct Result: Decodable {
    let exportJob: String
    let ending: String
    let read: Int

    enum CodingKeys: String, CodingKey {
      case ending, read
      case exportJob = "export_job"
    }
  }

  private struct Receipt: Decodable {
    let run: String
    let exitCode: Int32
    let result: Result?

    enum CodingKeys: String, CodingKey {
      case run, result
      case exitCode = "exit_code"
    }
  }

  private struct Recorded: Decodable {
    let run: String?
    let exportJob: String?
    let ending: String

    enum CodingKeys: String, CodingKey {
      case run, ending
      case exportJob = "export_job"
    }
  }

  private struct Envelope: Decodable { let result: [Recorded] }

  private let receipts: [Receipt]
  private let history: [Recorded]
  private let metrics: [Substring]

  init(_ site: Site) async throws {
    receipts = try String(contentsOfFile: "\(site.folder)/receipts.jsonl", encoding: .utf8)
      .split(separator: "\n").compactMap { line in
        // A process that was killed may have left a half one.
        try? JSONDecoder().decode(Receipt.self, from: Data(line.utf8))
      }
    let shown = try await site.sluice.run(
      "runs", "job.yaml", "--format", "json", "--limit", "1000")
    history = try JSONDecoder().decode(Envelope.self, from: Data(shown.stdout.utf8)).result
    metrics = try String(contentsOfFile: "\(site.folder)/sluice.prom", encoding: .utf8)
      .split(separator: "\n")
  }

  /// Expects that they say of each run what is known of it from outside.
  func expectAgree(with runs: [DayRun], _ comment: Comment) {
    for run in runs {
      guard let id = run.id else { continue }
      let recorded = history.filter { $0.run == id }
      guard case .code(let code) = run.exit else {
        // It may have been killed before its first step, or after its last.
        #expect(
          recorded.allSatisfy { $0.ending != "running" },
          "\(comment): run \(id) was killed, and goes on by the history")
        continue
      }
      let own = receipts.filter { $0.run == id }
      #expect(
        own.contains { $0.exitCode == code }, "\(comment): no receipt of \(id) has \(code)")
      for result in own.compactMap(\.result) { expect(result, of: run, recorded, comment) }
    }
    guard let last = runs.last, case .code(let code) = last.exit, let id = last.id else { return }
    #expect(metrics.contains(#"sluice_run_exit_code{job="nightly"} \#(code)"#), comment)
    #expect(metrics.contains(#"sluice_run_info{job="nightly",run="\#(id)"} 1"#), comment)
  }

  private func expect(
    _ result: Result, of run: DayRun, _ recorded: [Recorded], _ comment: Comment
  ) {
    let what = "\(comment): run \(run.id ?? ""), job \(result.exportJob)"
    #expect(run.asked.contains(result.exportJob), "\(what): the API was not asked for it")
    #expect(
      recorded.contains { $0.exportJob == result.exportJob && $0.ending == result.ending },
      "\(what): the history has another ending than \(result.ending)")
    guard result.ending == "done" else { return }
    #expect(result.read == run.items[result.exportJob], "\(what): it read other items")
  }
}
