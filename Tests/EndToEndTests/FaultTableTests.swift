import ExportModel
import Foundation
import PleoSandbox
import SQLite
import TestSupport
import Testing

/// What every fault of the API comes to: the exit code, the message, what is stored, and what the next run does.
///
/// The table in the article *Faults* is written by `make faults`, which runs this with `SLUICE_WRITE_FAULTS=1`.
@Suite(.timeLimit(.minutes(15)))
struct FaultTableTests {
  private static let article = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/SluiceHost/SluiceHost.docc/Faults.md").standardized

  private static let statuses = [
    "400", "401", "401,at=job", "403", "404", "404,at=job", "409", "429", "500", "501", "502",
    "503",
    "503,times=1", "504", "520",
  ]
  private static let faults =
    statuses
    + SandboxFaultKind.named.flatMap { kind -> [String] in
      switch kind {
      case .cut, .reset, .expiredCursor: [kind.name, "\(kind.name),times=1"]
      default: [kind.name]
      }
    }

  /// Also that nothing is lost or doubled, whatever the fault was.
  @Test func theTableOfFaultsIsCurrent() async throws {
    let rows = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      var rows = [String](repeating: "", count: Self.faults.count)
      var waiting = Self.faults.enumerated().makeIterator()
      func startNext() {
        guard let (index, fault) = waiting.next() else { return }
        group.addTask { (index, try await Self.row(of: fault)) }
      }
      for _ in 0..<4 { startNext() }
      for try await (index, row) in group {
        rows[index] = row
        startNext()
      }
      return rows
    }
    let head =
      "| fault | what happens | exit | message | stored | the next run, without the fault |"
    let table = ([head, "|---|---|---|---|---|---|"] + rows).joined(separator: "\n")
    var text = try String(contentsOf: Self.article, encoding: .utf8)
    let marks = ("<!-- table -->\n", "\n<!-- end -->")
    let start = try #require(text.range(of: marks.0)?.upperBound)
    let end = try #require(text.range(of: marks.1)?.lowerBound)
    let isCurrent = text[start..<end] == table
    if ProcessInfo.processInfo.environment["SLUICE_WRITE_FAULTS"] == "1" {
      text.replaceSubrange(start..<end, with: table)
      try text.write(to: Self.article, atomically: true, encoding: .utf8)
    } else {
      #expect(isCurrent, "run 'make faults', and look at the difference: \(table)")
    }
  }

  // MARK: One fault

  private static func row(of text: String) async throws -> String {
    let fault = try SandboxFault(text)
    return try await withTemporaryFolder { folder in
      let trial = Trial(
        folder: folder, waits: [.silence, .stalled, .lengthLong].contains(fault.kind))
      let (first, port) = try await trial.run(on: 0, [fault])
      let stored = try trial.itemsInLedger()
      let delivered = try trial.delivered().count
      #expect(delivered == 0 || stored > 0, "\(text): nothing is delivered that is not stored")
      let (next, _) = try await trial.run(on: port, [])
      try trial.expectWhole(after: text)
      try trial.expectNothingLeaked(by: [first, next], after: text)
      let reason = first.errors.first ?? first.warnings.first ?? "–"
      return [
        "", "`\(text)`", fault.kind.meaning, first.code, trial.words(reason, port),
        stored == 0 ? "nothing" : "\(stored) items, \(delivered) delivered",
        "\(next.code): \(try trial.delivered().count - delivered) delivered", "",
      ].joined(separator: " | ").trimmingCharacters(in: .whitespaces)
    }
  }
}

/// A job with three sinks whose API has faults in its first run.
private struct Trial {
  static let job = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"
  static let items = 30
  private static let token = "token-of-the-faults-0123456789"

  let folder: String
  /// Whether the fault is that nothing comes.
  let waits: Bool

  func run(on port: UInt16, _ faults: [SandboxFault]) async throws -> (Ended, UInt16) {
    var configuration = SandboxConfiguration()
    configuration.port = port
    configuration.itemCount = Self.items
    configuration.faults = faults
    configuration.token = Self.token
    return try await Sandbox.withSandbox(configuration) { sandbox in
      try job(at: sandbox.baseURL).write(
        toFile: "\(folder)/job.yaml", atomically: true, encoding: .utf8)
      let sluice = Sluice(folder: folder, environment: ["PLEO_TOKEN": Self.token])
      return (try await sluice.run("run", "job.yaml", "--verbose"), sandbox.port)
    }
  }

  private func job(at url: String) -> String {
    """
    version: 1
    job: nightly
    source:
      pleo:
        environment: \(url)
        export_job: \(Self.job)
        accounting_data: full
        page_size: 10
        rate: none
        timeout: \(waits ? 5 : 60)s
        token: ${env:PLEO_TOKEN}
        retry: { attempts: 2, base: 1ms, cap: 2ms }
    routes:
      - { name: intake, sink: { file_queue: { directory: ./queue } }, batch: 4 }
      - { name: books, sink: { sqlite: { path: ./books.sqlite } } }
      - { name: sheet, sink: { csv: { path: ./items.csv } } }

    """
  }

  func itemsInLedger() throws -> Int {
    let path = "\(folder)/.sluice/nightly/ledger.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    return try Connection(path: path, access: .readOnly).integer("SELECT count(*) FROM items") ?? 0
  }

  /// The entries whose messages are in the queue, in the order of their names.
  func delivered() throws -> [String] {
    let folder = "\(folder)/queue/new"
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .map { String($0.split(separator: ".").dropLast().last ?? "") }
  }

  /// Every item that needs work is in every sink, once.
  func expectWhole(after fault: String) throws {
    var configuration = SandboxConfiguration()
    configuration.itemCount = Self.items
    let job = try #require(JobID(Self.job))
    let due = configuration.items(of: job).filter { $0.status == .pending }.map { "\($0.entryID)" }
    let queue = try delivered()
    #expect(Set(queue).count == queue.count, "\(fault): the queue has an item twice")
    let missing = Set(due).subtracting(queue)
    #expect(missing.isEmpty, "\(fault): the queue lacks \(missing)")
    let rows = try Connection(path: "\(folder)/books.sqlite", access: .readOnly)
      .integer("SELECT count(*) FROM export_items")
    #expect(rows == queue.count, "\(fault): the table has other items than the queue")
    let lines =
      try String(contentsOfFile: "\(folder)/items.csv", encoding: .utf8)
      .split(separator: "\r\n").count - 1
    #expect(lines == queue.count, "\(fault): the file has other items than the queue")
  }

  /// Neither the token nor accounting data is anywhere but in the sinks.
  func expectNothingLeaked(by runs: [Ended], after fault: String) throws {
    let messages = try delivered().isEmpty ? [] : texts(below: "queue/new")
    let secrets = try Set(messages.flatMap { try Self.words(ofDataIn: $0) }) + [Self.token]
    #expect(secrets.count > 20, "\(fault): the items have words that may leak")
    for text in runs.flatMap({ [$0.stdout, $0.stderr] }) + texts(below: ".sluice") {
      let found = secrets.filter { text.contains($0) }
      #expect(found.isEmpty, "\(fault): leaked \(found)")
    }
  }

  private func texts(below name: String) -> [String] {
    let root = "\(folder)/\(name)"
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return names.compactMap { FileManager.default.contents(atPath: "\(root)/\($0)") }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The texts of an item's accounting data that are long enough not to be elsewhere by chance, but for its ids and kinds.
  private static func words(ofDataIn message: String) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(message.utf8)) as? [String: Any]
    func texts(_ value: Any) -> [String] {
      switch value {
      case let text as String: [text]
      case let list as [Any]: list.flatMap(texts)
      case let object as [String: Any]: object.values.flatMap(texts)
      default: []
      }
    }
    return texts(object?["data"] ?? [])
      .filter { $0.count > 6 && $0.contains(" ") || $0.hasPrefix("https://") }
  }

  /// A message without what differs from run to run.
  func words(_ message: String, _ port: UInt16) -> String {
    message.replacing("http://127.0.0.1:\(port)", with: "URL")
      .replacing(/in [0-9.]+ (s|ms)/, with: "in … s").replacing("|", with: "\\|")
  }
}

extension Ended {
  fileprivate var code: String {
    switch exit {
    case .code(let code): "\(code)"
    case .signal(let signal): "signal \(signal)"
    }
  }
}
