import Foundation

/// The built `sluice`, run the way its users run it.
struct Sluice: Sendable {
  /// The folder it is run in.
  let folder: String
  /// Its whole environment beside `PATH` and `HOME`; nothing of the test's own leaks in.
  var environment: [String: String] = [:]

  /// The folder of what is built with the tests.
  private static let built: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
    return URL(fileURLWithPath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// The binary that `SLUICE_BINARY` names, else the one beside the test bundle.
  private static var binary: URL {
    ProcessInfo.processInfo.environment["SLUICE_BINARY"].map { URL(fileURLWithPath: $0) }
      ?? built.appendingPathComponent("sluice")
  }

  /// Runs it to its end.
  func run(_ arguments: String...) async throws -> Ended {
    try await start(arguments).ended()
  }

  /// Starts it.
  ///
  /// - Parameter gate: holds the reader of stdout after its first byte.
  /// - Parameter onLine: called for each line as soon as it is there, on a thread of the stream's.
  func start(
    _ arguments: [String], gate: Gate? = nil,
    onLine: @escaping @Sendable (RunningSluice.Line) -> Void = { _ in }
  ) throws -> RunningSluice {
    try start(Self.binary, arguments, gate: gate, onLine: onLine)
  }

  /// Runs a line of the shell, in which `$SLUICE` is the binary and `$BUILT` the folder of what is built with the tests, to its end.
  func run(shell line: String) async throws -> Ended { try await start(shell: line).ended() }

  /// Starts such a line.
  func start(shell line: String) throws -> RunningSluice {
    var sluice = self
    sluice.environment["SLUICE"] = Self.binary.path
    sluice.environment["BUILT"] = Self.built.path
    return try sluice.start(URL(fileURLWithPath: "/bin/sh"), ["-c", line])
  }

  private func start(
    _ executable: URL, _ arguments: [String], gate: Gate? = nil,
    onLine: @escaping @Sendable (RunningSluice.Line) -> Void = { _ in }
  ) throws -> RunningSluice {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let own = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
    process.environment = own.merging(environment) { $1 }
    return try RunningSluice(process, gate: gate, onLine: onLine)
  }
}

/// What came of one `sluice`.
struct Ended: Sendable {
  enum Exit: Equatable, Sendable {
    case code(Int32)
    case signal(Int32)
  }

  let exit: Exit
  let stdout: String
  let stderr: String

  /// The complete lines of stdout.
  var lines: [String] { Self.completeLines(stdout) }

  /// The complete lines of stderr.
  var notes: [String] { Self.completeLines(stderr) }

  /// The records of the log, in order.
  var log: [LogRecord] { notes.compactMap(LogRecord.init) }

  /// The messages of the log's errors, in order, but for the line that sums the run up.
  var errors: [String] { log.filter { $0.level == .error && !$0.endsARun }.map(\.message) }

  /// The messages of the log's warnings, in order.
  var warnings: [String] { messages(.warning) }

  /// The line that sums the run up, without its seconds; nil when the run was not summed up.
  var summary: String? {
    guard let text = log.last(where: { $0.endsARun })?.message,
      let seconds = text.range(of: "; ", options: .backwards)
    else { return nil }
    return String(text[..<seconds.lowerBound])
  }

  private func messages(_ level: LogRecord.Level) -> [String] {
    log.filter { $0.level == level }.map(\.message)
  }

  private static func completeLines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}

/// One JSON line of the log.
struct LogRecord: Decodable, Sendable {
  enum Level: String, Decodable { case debug, info, notice, warning, error }

  let level: Level
  let message: String
  let hint: String?
  let ending: String?

  var endsARun: Bool { ending != nil }

  init?(_ line: String) {
    guard let record = try? JSONDecoder().decode(LogRecord.self, from: Data(line.utf8)) else {
      return nil
    }
    self = record
  }
}
