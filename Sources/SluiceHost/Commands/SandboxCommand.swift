import ArgumentParser
import ExportEngine
import Logging
import PleoSandbox

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serves a simulated Export API on this machine, until it is stopped.",
    discussion: """
      The job of Pleo's guide, 8eb648ab-464b-42a0-ba17-eda703657e33, has the guide's four items; any other job \
      id has the same items each time it is asked for. The list of export jobs has four, two of them in \
      progress (the guide's, and one without items), of company a17be2c0-55d3-4f0a-8c1e-90b4d7236e18. Point a job file at it with \
      'environment: http://127.0.0.1:PORT'.
      """)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port: UInt16 = 8080

  @Option(help: "How many items a job other than the guide's has.")
  var items = 250

  @Option(help: "Answer 401 to a request without this bearer token.")
  var token: String?

  @Option(
    help: ArgumentHelp(
      "Give access tokens at /oauth/token for this refresh token, replace both each time, and answer 401 to a request "
        + "without the newest.", valueName: "token"))
  var refreshToken: String?

  @Option(help: "With --refresh-token: how many seconds an access token lives; 900 without it.")
  var tokenLifetime: Int?

  @OptionGroup var fault: FaultOption

  @Flag(help: "List the faults that there are.")
  var listFaults = false

  @OptionGroup var output: FormatOption

  /// Where the API is served, as JSON has it.
  struct Result: Encodable {
    let url: String
    let items: Int
  }

  func validate() throws {
    guard token == nil || refreshToken == nil else {
      throw ValidationError("give either --token or --refresh-token")
    }
    guard tokenLifetime == nil || refreshToken != nil else {
      throw ValidationError("--token-lifetime needs --refresh-token")
    }
    guard (1...86_400).contains(tokenLifetime ?? 900) else {
      throw ValidationError("--token-lifetime is from 1 to 86400")
    }
    guard (0...100_000_000).contains(items) else {
      throw ValidationError("--items is from 0 to 100000000")
    }
  }

  func run() async throws {
    guard !listFaults else { return try list() }
    let stop = StopSwitch()
    let logger = Logger(label: "sluice.sandbox") { _ in
      RunLogHandler(level: .info, isText: Console.isTerminal, hasColor: Console.hasColor)
    }
    let signals = StopSignals(stopping: stop) { logger.notice("stopping") }
    defer { withExtendedLifetime(signals) {} }
    var configuration = SandboxConfiguration()
    configuration.port = port
    configuration.itemCount = items
    configuration.token = token
    configuration.faults = try fault.faults
    if let refreshToken {
      var tokens = SandboxTokens()
      tokens.refreshToken = refreshToken
      tokens.lifetime = .seconds(tokenLifetime ?? 900)
      configuration.tokens = tokens
    }
    do {
      try await Sandbox.withSandbox(configuration) { sandbox in
        try tell(sandbox.baseURL)
        await stop.wait()
      }
    } catch let error as SandboxError {
      throw CommandFailure(
        status: .unreachable, message: error.message,
        help: "name an address of this machine and a free port, or port 0 for any")
    }
  }

  /// A fault, as JSON has it.
  private struct Fault: Encodable {
    let name: String
    let meaning: String
  }

  private func list() throws {
    switch output.format {
    case .json:
      try Envelope(
        command: "sandbox", status: .done,
        result: SandboxFaultKind.named.map { Fault(name: $0.name, meaning: $0.meaning) }
      ).print()
    case .text: try Console.data(FaultOption.list)
    }
  }

  private func tell(_ url: String) throws {
    switch output.format {
    case .json:
      try Envelope(command: "sandbox", status: .done, result: Result(url: url, items: items))
        .print()
    case .text: try Console.data("serving \(items) items a job at \(url); stop with Ctrl-C")
    }
  }
}
