import PageSourceKit

/// What is under `auth`.
struct WrittenAuth: Sendable {
  let credentials: Credentials
  /// Where a secret is in the file itself; nil where none is.
  let literal: SourceSpan?
}

/// The mapping `oauth`.
private enum OAuthSection {
  static let tokenURL = Setting<BaseURL?>(
    "token_url", ValueType.baseURL.optional, default: nil,
    "Where access tokens are asked for; without one, at Pleo's for production and staging, or at the sandbox."
  )
  static let clientID = Setting(
    "client_id", ValueType.text, "The id of your integration, as Pleo gave it.")
  static let clientSecret = Setting(
    "client_secret", ValueType.written("a client secret", "${file:/run/secrets/pleo_client}"),
    "The secret of your integration, as Pleo gave it; always from outside the file.")
  static let refreshTokenFile = Setting(
    "refresh_token_file", ValueType.path,
    "A file with the refresh token. Each one is valid once: sluice keeps the next one there, and the access "
      + "token.")

  static let settings: [any DeclaredSetting] = [
    tokenURL, clientID, clientSecret, refreshTokenFile,
  ]

  static func auth(_ settings: CheckedSettings) -> WrittenAuth {
    let secret = settings[clientSecret]
    return WrittenAuth(
      credentials: .oauth(
        OAuthSettings(
          tokenURL: settings[tokenURL], clientID: settings[clientID], clientSecret: secret.secret,
          tokenFile: settings[refreshTokenFile])),
      literal: secret.isLiteral ? secret.span : nil)
  }
}

extension ValueType where Value == WrittenAuth {
  /// `{ oauth: … }` or `{ api_key: … }`.
  static var auth: ValueType {
    let key = ValueType<WrittenToken>.written("an API key", "${file:/run/secrets/pleo_key}")
    let kinds = [
      KeyDescription(
        section: "oauth", "Access tokens that live for minutes, for integrations.",
        shape: .settings(OAuthSection.settings)),
      KeyDescription(
        Setting<WrittenToken?>(
          "api_key", key.optional, default: nil,
          "An API key, which is sent as the user of HTTP Basic.")),
    ]
    let (name, example) = ("{ oauth: … } or { api_key: … }", "{ api_key: \(key.example) }")
    return ValueType(
      name: name, example: example, shape: .kind(kinds),
      read: { node, context, findings in
        guard
          let fields = Fields(node, of: "'auth'", known: kinds.map(\.name), findings: &findings)
        else { return nil }
        let (oauth, apiKey) = (fields["oauth"], fields["api_key"])
        switch (oauth, apiKey) {
        case (let oauth?, nil):
          return CheckedSettings(
            oauth, of: "'oauth'", declared: OAuthSection.settings, context: context,
            findings: &findings
          ).map(OAuthSection.auth)
        case (nil, let apiKey?):
          return key.read(apiKey, context, &findings).map {
            WrittenAuth(
              credentials: .apiKey($0.secret, rereading: $0.rereading),
              literal: $0.isLiteral ? $0.span : nil)
          }
        default:
          // What is there in their place was reported.
          if oauth == nil, case .mapping(let entries) = node.content, !entries.isEmpty {
            return nil
          }
          findings.add(
            Diagnostic(
              id: .settingsShape, "'auth' has either 'oauth' or 'api_key'", at: node.span,
              help: "write \(name)"))
          return nil
        }
      },
      write: { auth in
        if case .oauth = auth.credentials { "{ oauth: … }" } else { "{ api_key: ‹secret› }" }
      })
  }
}

extension ValueType where Value == BaseURL {
  /// An address of HTTPS, or of HTTP to this machine.
  fileprivate static var baseURL: ValueType {
    let (name, example) = ("a token URL", "https://auth.pleo.io/oauth/token")
    return ValueType(
      name: name, example: example, shape: .text(pattern: BaseURL.pattern),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        do throws(BaseURL.Problem) {
          return try BaseURL.checked(scalar.text, as: "token URL")
        } catch {
          findings.add(
            Diagnostic(id: .sourceAddress, error.message, at: node.span, help: error.help))
          return nil
        }
      }, write: { $0.text })
  }
}
