import PageSourceKit

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How the API is shown who asks (*The Export API*, *Who asks*).
enum Credentials: Sendable {
  /// Not at all, as where nothing leaves this machine.
  case none
  /// With a bearer token, which stays the same unless its file gets another one.
  case bearer(Secret, rereading: Rereading? = nil)
  /// With an API key, likewise, as the user of HTTP Basic without a password.
  case apiKey(Secret, rereading: Rereading? = nil)
  /// With access tokens that live for minutes, each asked for with a refresh token.
  case oauth(OAuthSettings)

  /// What it is called in messages.
  var name: String {
    switch self {
    case .none, .bearer: "token"
    case .apiKey: "API key"
    case .oauth: "access token"
    }
  }

  /// What is sent and must never be shown, but for access tokens.
  var secrets: [Secret] {
    switch self {
    case .none: []
    case .bearer(let token, _): [token]
    case .apiKey(let key, _): [key, Secret(Self.basic(key))]
    case .oauth(let settings): [settings.clientSecret]
    }
  }

  /// The header that shows who asks (RFC 6750, section 2.1; RFC 7617); nil where there is none.
  ///
  /// - Parameter access: the access token at hand.
  func header(_ access: Secret?) -> String? {
    switch self {
    case .none: nil
    case .bearer(let token, _): "Bearer \(token.revealed)"
    case .apiKey(let key, _): "Basic \(Self.basic(key))"
    case .oauth: access.map { "Bearer \($0.revealed)" }
    }
  }

  /// The same with what somebody has put into the file of the token or of the key since; nil where that is not another one.
  func reread() -> Credentials? {
    switch self {
    case .bearer(let token, let file):
      Self.other(than: token, in: file).map { .bearer($0, rereading: file) }
    case .apiKey(let key, let file):
      Self.other(than: key, in: file).map { .apiKey($0, rereading: file) }
    case .none, .oauth: nil
    }
  }

  private static func other(than secret: Secret, in file: Rereading?) -> Secret? {
    file?.value().flatMap { $0 == secret.revealed ? nil : Secret($0) }
  }

  private static func basic(_ key: Secret) -> String {
    Data("\(key.revealed):".utf8).base64EncodedString()
  }
}

/// What it takes to ask for access tokens.
struct OAuthSettings: Sendable {
  /// The address that is asked; nil for that of the environment.
  let tokenURL: BaseURL?
  let clientID: String
  let clientSecret: Secret
  /// The absolute path of the file that keeps the tokens.
  let tokenFile: String
}
