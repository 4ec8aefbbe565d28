public import PageSourceKit
import PleoSandbox

/// An export job of Pleo's Export API.
public struct PleoSourceModule: SourceModule {
  static let environment = Setting(
    "environment", ValueType.environment,
    "Which Export API: Pleo's own, a simulated one inside sluice, or one at a base URL.")
  static let exportJob = Setting(
    "export_job", ValueType.exportJobChoice,
    "The export job to retrieve, or how to find those that are open: the oldest first, until none is left."
  )
  static let token = Setting<WrittenToken?>(
    "token", ValueType.token.optional, default: nil,
    "The bearer token; always from outside the file, except for the sandbox and loopback. Where it is "
      + "${file:…}, that is read once more when the API does not accept it.")
  static let auth = Setting<WrittenAuth?>(
    "auth", ValueType.auth.optional, default: nil,
    "In place of 'token': access tokens that are asked for as they are needed, or an API key.")
  static let accountingData = Setting(
    "accounting_data", ValueType.choice(AccountingData.self), default: .none,
    "Whether to retrieve what each item is, too: amount, date, supplier, lines, files; this needs the scope export-items:read."
  )
  static let pageSize = Setting(
    "page_size", ValueType.integer(in: 1...1000), default: 100,
    "How many items to ask for in a page; the API may give fewer.")
  static let pages = Setting(
    "pages", ValueType.choice(PageOrder.self), default: .cursor,
    "How pages are asked for: one after another, or side by side for an API that is far away, as fast as "
      + "'rate' lets them; then the items must add up to 'total', or the list is read again by cursor."
  )
  static let concurrency = Setting<Int?>(
    "concurrency", ValueType.integer(in: 1...32).optional, default: nil,
    "With 'pages: offset', how many pages are asked for at a time; without a number, 8.")
  static let rate = Setting<RequestRate?>(
    "rate", .rate, default: RequestRate(requests: 500, interval: .seconds(60)),
    "The most requests in a minute or a second.")
  static let timeout = Setting(
    "timeout", ValueType.duration, default: .seconds(30), "How long one request may take.")
  static let retry = Setting(
    "retry", RetrySection.section.type, default: RetrySection.section.defaults,
    "How failed requests are repeated.")
  static let completenessCheck = Setting(
    "completeness", ValueType.choice(Completeness.self), default: .strict,
    "What a count that does not add up does to the run.")

  static let caFile = Setting<String?>(
    "ca_file", ValueType.path.optional, default: nil,
    "A file of certificate authorities in PEM form that are trusted beside the system's.")

  /// What can be set.
  public static let descriptor = SourceDescriptor(
    kind: "pleo", summary: "An export job of Pleo's Export API, or those that are open.",
    settings: [
      environment, exportJob, token, auth, accountingData, pageSize, pages, concurrency, rate,
      timeout, retry,
      completenessCheck, caFile,
    ],
    example: [
      .init("environment", "sandbox"), .init("export_job", "8eb648ab-464b-42a0-ba17-eda703657e33"),
    ],
    fromOutside: [
      .init("export_job", "${env:PLEO_EXPORT_JOB}"), .init("token", "${env:PLEO_TOKEN}"),
    ],
    simulated: { api, job in
      [
        "environment": api, "export_job": "\(job)", "rate": "none", "token": nil, "auth": nil,
        "ca_file": nil,
      ]
    },
    needs: [
      "token": .init("environment", isOneOf: ["production", "staging"], unless: "auth")
    ],
    findings: [
      .secretForm, .secretLiteral, .sourceAddress, .sourceConcurrency, .sourceEnvironment,
    ])

  /// The export job to retrieve, or that the source finds them.
  public let selection: ExportJobSelection
  /// What a count that does not add up does to the run.
  public let completeness: Completeness
  /// Whether the source is asked what the items are.
  public let hasAccountingData: Bool
  let environment: PleoEnvironment
  let configuration: PleoConfiguration

  /// Takes the settings.
  public init(settings: CheckedSettings) {
    selection = settings[Self.exportJob].selection
    completeness = settings[Self.completenessCheck]
    hasAccountingData = settings[Self.accountingData] == .full
    environment = settings[Self.environment]
    configuration = PleoConfiguration(
      credentials: settings[Self.auth]?.credentials
        ?? settings[Self.token].map { .bearer($0.secret, rereading: $0.rereading) } ?? .none,
      search: settings[Self.exportJob].search,
      pageSize: settings[Self.pageSize], hasData: settings[Self.accountingData] == .full,
      pages: settings[Self.pages] == .cursor
        ? .cursor : .offset(concurrency: settings[Self.concurrency] ?? 8),
      timeout: settings[Self.timeout], retry: settings[Self.retry], rate: settings[Self.rate],
      caFile: settings[Self.caFile])
  }

  /// The file with the refresh token, where there is one.
  public var keptFiles: [String] {
    if case .oauth(let settings) = configuration.credentials { [settings.tokenFile] } else { [] }
  }

  /// Whether to retrieve what the items are.
  enum AccountingData: String, CaseIterable, Sendable { case none, full }

  /// How pages are asked for.
  enum PageOrder: String, CaseIterable, Sendable { case cursor, offset }

  /// Whatever leaves this machine needs a token, and one that nobody can read in the file; and only pages that
  /// are asked for by offset can be asked for side by side.
  public static func conflicts(in settings: ReadSettings, at kind: SourceSpan) -> [Diagnostic] {
    tokenConflicts(in: settings, at: kind) + orderConflicts(in: settings, at: kind)
  }

  private static func orderConflicts(
    in settings: ReadSettings, at kind: SourceSpan
  ) -> [Diagnostic] {
    guard settings[pages] == .cursor, let concurrency = settings[concurrency], concurrency != nil
    else { return [] }
    return [
      Diagnostic(
        id: .sourceConcurrency, "'concurrency' needs 'pages: offset'", at: kind,
        help: "by cursor each page says where the next one begins: add 'pages: offset', or take "
          + "'concurrency' out")
    ]
  }

  private static func tokenConflicts(
    in settings: ReadSettings, at kind: SourceSpan
  ) -> [Diagnostic] {
    guard let environment = settings[environment], let token = settings[token],
      let auth = settings[auth]
    else { return [] }
    if token != nil, auth != nil {
      return [
        Diagnostic(
          id: .settingsConflict, "source 'pleo' has both 'token' and 'auth'",
          at: settings.span(of: Self.auth), help: "keep one of the two")
      ]
    }
    let missing = authConflicts(auth, environment, at: kind)
    guard missing.isEmpty, !environment.isLocal else { return missing }
    guard token != nil || auth != nil else {
      return [
        Diagnostic(
          id: .settingsMissing, "source 'pleo' needs 'token'", at: kind,
          help: "add 'token: ${env:PLEO_TOKEN}' or 'token: ${file:/run/secrets/pleo_token}'")
      ]
    }
    if let token, token.isLiteral {
      return [
        Diagnostic(
          id: .secretLiteral, "the token is written in the file", at: token.span,
          help: "take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}")
      ]
    }
    guard let literal = auth?.literal else { return [] }
    return [
      Diagnostic(
        id: .secretLiteral, "a secret is written in the file", at: literal,
        help: "take it out: write ${file:/run/secrets/…} or ${env:…}")
    ]
  }

  private static func authConflicts(
    _ auth: WrittenAuth?, _ environment: PleoEnvironment, at kind: SourceSpan
  ) -> [Diagnostic] {
    guard case .oauth(let oauth)? = auth?.credentials, oauth.tokenURL == nil,
      case .address = environment
    else { return [] }
    return [
      Diagnostic(
        id: .settingsConflict, "'oauth' needs 'token_url' where 'environment' is an address",
        at: kind,
        help: "add token_url, such as https://auth.pleo.io/oauth/token")
    ]
  }

  /// Looks at the proxy and the certificates that the host names.
  public func probe(_ host: SourceHost) throws(SourceError) {
    try PleoClient.check(
      configuration, at: environment.baseURL ?? Self.loopback, tokensAt: tokenURL, on: host)
  }

  /// Where access tokens are asked for, by the settings and the environment.
  private var tokenURL: String? {
    guard case .oauth(let settings) = configuration.credentials else { return nil }
    return settings.tokenURL?.text ?? environment.tokenURL
  }

  private static let loopback = "http://127.0.0.1"

  /// Asks the API, or a sandbox that runs for as long as `body`.
  public func withPages<Result: Sendable>(
    on host: SourceHost, _ body: (any PageSource) async throws -> Result
  ) async throws -> Result {
    if let baseURL = environment.baseURL {
      return try await withClient(at: baseURL, tokensAt: tokenURL, on: host, body)
    }
    var sandbox = SandboxConfiguration()
    if case .oauth = configuration.credentials { sandbox.tokens = SandboxTokens() }
    return try await Sandbox.withSandbox(sandbox) { sandbox in
      let tokens = tokenURL ?? "\(sandbox.baseURL)\(SandboxTokens.path)"
      return try await withClient(at: sandbox.baseURL, tokensAt: tokens, on: host, body)
    }
  }

  private func withClient<Result: Sendable>(
    at baseURL: String, tokensAt tokenURL: String?, on host: SourceHost,
    _ body: (any PageSource) async throws -> Result
  ) async throws -> Result {
    let client = try PleoClient(configuration, at: baseURL, tokensAt: tokenURL, on: host)
    do {
      let result = try await body(client)
      await client.shutdown()
      return result
    } catch {
      await client.shutdown()
      throw error
    }
  }
}

extension FindingID {
  static let secretForm = FindingID(
    "secret.form", "a token has characters that no token has; it is not shown")
  static let secretLiteral = FindingID(
    "secret.literal", "a token is written in the file; it is not shown")
  static let sourceAddress = FindingID(
    "source.address", "the base URL of the API cannot be used")
  static let sourceConcurrency = FindingID(
    "source.concurrency", "`concurrency` is given, and pages are not asked for by offset")
  static let sourceEnvironment = FindingID(
    "source.environment", "`environment` is no known word and no base URL")
}
