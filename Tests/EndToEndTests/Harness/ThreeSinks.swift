import ExportModel
import Foundation
import PleoSandbox
import SQLite
import Testing

/// A job with a queue, a database and a CSV file, which are to have every item once whatever went wrong before.
struct ThreeSinks: Sendable {
  private static let job = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"
  private static let token = "token-of-the-faults-0123456789"

  let folder: String
  /// Every file that a run may leave; `ID` stands for each id. The journal of a queue stays where what it is for is recorded, and
  /// nothing has been delivered since.
  static let files: Set = [
    ".sluice", ".sluice/nightly", ".sluice/nightly/ledger.sqlite",
    ".sluice/nightly/ledger.sqlite-shm",
    ".sluice/nightly/ledger.sqlite-wal", ".sluice/nightly/lock", "books.sqlite", "books.sqlite-shm",
    "books.sqlite-wal", "items.csv",
    "items.csv.complete.jsonl", "items.csv.format.json", "items.csv.lock", "job.yaml", "queue",
    "queue/.sluice", "queue/.sluice/nightly.intake", "queue/.sluice/nightly.intake/lock",
    "queue/.sluice/nightly.intake/ID.journal", "queue/.sluice/nightly.intake/staged",
    "queue/ID.nightly.intake.complete.json", "queue/cur", "queue/new", "queue/new/ID.ID.json",
    "receipts.jsonl", "sluice.prom",
  ]

  /// How many items the export job has, on three pages.
  let items: Int
  /// How many seconds an answer may take.
  var timeout = 60
  /// How pages are asked for.
  var pages = "cursor"

  // MARK: Running

  /// Serves the export job; `port` is that of an earlier one, for the address to stay the same.
  func serving<Result>(
    on port: UInt16 = 0, faults: [SandboxFault] = [],
    _ body: (SandboxAddress) async throws -> Result
  ) async throws -> Result {
    var configuration = configuration
    configuration.port = port
    configuration.faults = faults
    configuration.token = Self.token
    return try await Sandbox.withSandbox(configuration, body)
  }

  /// Writes the job file into the folder and runs it.
  func run(against api: SandboxAddress, environment: [String: String] = [:]) async throws -> Ended {
    try job(at: api.baseURL).write(
      toFile: "\(folder)/job.yaml", atomically: true, encoding: .utf8)
    return try await sluice(environment).run("run", "job.yaml", "--verbose")
  }

  /// Runs another command on the job file.
  func look(_ arguments: String...) async throws -> Ended {
    try await sluice([:]).start(arguments).ended()
  }

  private func sluice(_ environment: [String: String]) -> Sluice {
    Sluice(folder: folder, environment: environment.merging(["PLEO_TOKEN": Self.token]) { $1 })
  }

  private var configuration: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.itemCount = items
    return configuration
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
        page_size: \(items / 3)
        pages: \(pages)
        rate: none
        timeout: \(timeout)s
        token: ${env:PLEO_TOKEN}
        retry: { attempts: 2, base: 1ms, cap: 2ms }
    failure: { sink_retry: { attempts: 2, base: 1ms, cap: 2ms } }
    routes:
      - { name: intake, sink: { file_queue: { directory: ./queue } }, batch: 4 }
      - { name: books, sink: { sqlite: { path: ./books.sqlite } } }
      - { name: sheet, sink: { csv: { path: ./items.csv } } }
    observe:
      receipts: ./receipts.jsonl
      metrics: { textfile: ./sluice.prom }

    """
  }

  // MARK: What has arrived

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

  /// How many rows the table has.
  func rows() throws -> Int {
    let path = "\(folder)/books.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    let database = try Connection(path: path, access: .readOnly)
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'export_items'"
    guard try database.integer(tables) == 1 else { return 0 }
    return try database.integer("SELECT count(*) FROM export_items") ?? 0
  }

  /// How many items the CSV file has.
  func lines() throws -> Int {
    guard let text = FileManager.default.contents(atPath: "\(folder)/items.csv") else { return 0 }
    return max(1, String(decoding: text, as: UTF8.self).split(separator: "\r\n").count) - 1
  }

  /// The files and folders below the folder, as paths relative to it.
  func files() throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
  }

  /// Every item that needs work is in every sink, once.
  func expectWhole(after trouble: String) throws {
    let job = try #require(JobID(Self.job))
    let due = configuration.items(of: job).filter { $0.status == .pending }.map { "\($0.entryID)" }
    let queue = try delivered()
    #expect(Set(queue).count == queue.count, "\(trouble): the queue has an item twice")
    let missing = Set(due).subtracting(queue)
    #expect(missing.isEmpty, "\(trouble): the queue lacks \(missing)")
    #expect(try rows() == queue.count, "\(trouble): the table has other items than the queue")
    #expect(try lines() == queue.count, "\(trouble): the file has other items than the queue")
  }

  /// Neither the token nor accounting data is anywhere but in the sinks: not in what was printed, and in no other file.
  func expectNothingLeaked(by runs: [Ended], after trouble: String) throws {
    let messages = try texts { $0.hasPrefix("queue/new/") }
    let secrets = try Set(messages.flatMap { try Self.words(ofDataIn: $0) }) + [Self.token]
    #expect(messages.isEmpty || secrets.count > 7, "\(trouble): the items have words that may leak")
    let others = try texts { name in
      !["queue/", "books.sqlite", "items.csv"].contains { name.hasPrefix($0) }
    }
    for text in runs.flatMap({ [$0.stdout, $0.stderr] }) + others {
      let found = secrets.filter { text.contains($0) }
      #expect(found.isEmpty, "\(trouble): leaked \(found)")
    }
  }

  /// The contents of files.
  private func texts(where isWanted: (String) -> Bool) throws -> [String] {
    try files().filter(isWanted).compactMap {
      FileManager.default.contents(atPath: "\(folder)/\($0)")
    }
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
}

extension Ended {
  /// The exit code, in a table.
  var code: String {
    switch exit {
    case .code(let code): "\(code)"
    case .signal(let signal): "signal \(signal)"
    }
  }
}
