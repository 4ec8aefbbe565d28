import Diagnostics
import ExportModel
import Settings

/// The section `source.pleo`: its settings, and how they become a source.
enum SourceSection {
  static let environment = Setting(
    "environment", ValueType.environment,
    "Which Export API: Pleo's own, a simulated one inside sluice, or one at a base URL.")
  static let jobID = Setting("export_job", ValueType.jobID, "The export job to retrieve.")
  static let token = Setting<WrittenToken?>(
    "token", ValueType.token.optional, default: nil,
    "The bearer token; always from outside the file, except for the sandbox and loopback.")
  static let pageSize = Setting(
    "page_size", ValueType.integer(in: 1...1000), default: 100,
    "How many items to ask for in a page; the API may give fewer.")
  static let rate = Setting<RequestRate?>(
    "rate", .rate, default: RequestRate(requests: 500, interval: .seconds(60)),
    "The most requests in a minute or a second.")
  static let timeout = Setting(
    "timeout", ValueType.duration, default: .seconds(30), "How long one request may take.")
  static let retry = Setting(
    "retry", ValueType.retry, default: RetrySection.fallback, "How failed requests are repeated.")
  static let completeness = Setting(
    "completeness", ValueType.choice(Completeness.self), default: .strict,
    "What a count that does not add up does to the run.")

  static let caFile = Setting<String?>(
    "ca_file", ValueType.path.optional, default: nil,
    "A file of certificate authorities in PEM form that are trusted beside the system's.")

  static let settings: [any DeclaredSetting] = [
    environment, jobID, token, pageSize, rate, timeout, retry, completeness, caFile,
  ]

  /// Reads `source:`; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node, context: ReadingContext, findings: inout Findings
  ) -> PleoSource? {
    guard
      let choice = PluginChoice(
        node, role: "source", kinds: ["pleo"], moreHelp: "keep 'pleo'", findings: &findings),
      let fields = Fields(
        choice.settings, of: "source 'pleo'", known: settings.map(\.name), findings: &findings)
    else { return nil }
    // Each one is read before any is looked at, so that all findings come in one pass.
    let environment = environment.read(fields, in: context, findings: &findings)
    let jobID = jobID.read(fields, in: context, findings: &findings)
    let token = token.read(fields, in: context, findings: &findings)
    let pageSize = pageSize.read(fields, in: context, findings: &findings)
    let rate = rate.read(fields, in: context, findings: &findings)
    let timeout = timeout.read(fields, in: context, findings: &findings)
    let retry = retry.read(fields, in: context, findings: &findings)
    let completeness = completeness.read(fields, in: context, findings: &findings)
    let caFile = caFile.read(fields, in: context, findings: &findings)
    if let environment, let token {
      check(token, for: environment, owner: choice.kindSpan, findings: &findings)
    }
    guard let environment, let jobID, let token, let pageSize, let rate, let timeout, let retry,
      let completeness, let caFile
    else { return nil }
    return PleoSource(
      environment: environment, jobID: jobID, token: token?.secret, pageSize: pageSize,
      rate: rate, timeout: timeout, retry: retry, completeness: completeness,
      caFile: caFile,
      exportJobSpan: fields[Self.jobID.name]?.span ?? choice.kindSpan,
      tokenSpan: fields[Self.token.name]?.span)
  }

  /// Whatever leaves this machine needs a token, and one that nobody can read in the file.
  private static func check(
    _ token: WrittenToken?, for environment: PleoEnvironment, owner: SourceSpan,
    findings: inout Findings
  ) {
    guard !environment.isLocal else { return }
    guard let token else {
      findings.add(
        Diagnostic(
          id: "settings.missing", "source 'pleo' needs 'token'", at: owner,
          help: "add 'token: ${env:PLEO_TOKEN}' or 'token: ${file:/run/secrets/pleo_token}'"))
      return
    }
    guard token.isLiteral else { return }
    findings.add(
      Diagnostic(
        id: "secret.literal", "the token is written in the file", at: token.span,
        help: "take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}"))
  }
}
