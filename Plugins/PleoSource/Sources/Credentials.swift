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
  /// With a bearer token, the same for the whole run.
  case bearer(Secret)
  /// With an API key, as the user of HTTP Basic without a password.
  case apiKey(Secret)
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

  /// What is the same in every request and must never be shown.
  var secrets: [Secret] {
    switch self {
    case .none: []
    case .bearer(let token): [token]
    case .apiKey(let key): [key, Secret(Self.basic(key))]
    case .oauth(let settings): [settings.clientSecret]
    }
  }

  /// The header that shows who asks (RFC 6750, section 2.1; RFC 7617); nil where there is none.
  ///
  /// - Parameter access: the access token at hand.
  func header(_ access: Secret?) -> String? {
    switch self {
    case .none: nil
    case .bearer(let token): "Bearer \(token.revealed)"
    case .apiKey(let key): "Basic \(Self.basic(key))"
    case .oauth: access.map { "Bearer \($0.revealed)" }
    }
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
