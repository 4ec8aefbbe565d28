/// How a sandbox plays the server that access tokens are asked for (*The Export API*, *Who asks*).
public struct SandboxTokens: Sendable {
  /// Where tokens are asked for, below the sandbox's address.
  public static let path = "/oauth/token"

  /// The first refresh token; nil takes any.
  public var refreshToken: String?
  /// How long an access token lives.
  public var lifetime: Duration = .seconds(15 * 60)

  /// Creates the default, for the properties to be set one by one.
  public init() {}
}

extension SandboxTokens: CustomReflectable {
  /// A mirror without the token, so that neither printing nor dumping shows it.
  public var customMirror: Mirror { Mirror(self, children: ["lifetime": lifetime]) }
}
