import Foundation
import Synchronization

/// Gives access tokens for a refresh token, and replaces both each time, as Pleo does: whatever was given before is not
/// accepted any more.
final class TokenServer: Sendable {
  private struct State {
    var refresh: String?
    var access: String?
    /// When the access token ends, in milliseconds since 1970-01-01T00:00:00Z.
    var end: Int64 = 0
  }

  private let lifetime: Int64
  private let state: Mutex<State>

  init(_ tokens: SandboxTokens) {
    lifetime = Int64(tokens.lifetime / .seconds(1))
    state = Mutex(State(refresh: tokens.refreshToken))
  }

  /// Whether a bearer token is the newest, and still lives.
  func accepts(_ token: Substring, at now: Int64) -> Bool {
    state.withLock { state in
      state.access.map { $0 == token } ?? false && now < state.end
    }
  }

  /// The answer to `POST` of a form (RFC 6749, section 6).
  func answer(to form: [UInt8], at now: Int64) -> SandboxResponse {
    var fields: [String: String] = [:]
    for pair in String(decoding: form, as: UTF8.self).split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1).map {
        $0.replacing("+", with: " ").removingPercentEncoding ?? ""
      }
      if sides.count == 2 { fields[sides[0]] = sides[1] }
    }
    guard fields["grant_type"] == "refresh_token" else { return refusal("unsupported_grant_type") }
    guard fields["client_id"] != nil, fields["client_secret"] != nil else {
      return refusal("invalid_client", code: 401)
    }
    guard let given = fields["refresh_token"] else { return refusal("invalid_request") }
    return state.withLock { state in
      guard state.refresh.map({ $0 == given }) ?? true else { return refusal("invalid_grant") }
      let (refresh, access) = (Self.token("refresh"), Self.token("access"))
      state = State(refresh: refresh, access: access, end: now + lifetime * 1000)
      var body: [UInt8] = []
      body.append(text: #"{"access_token":"\#(access)","refresh_token":"\#(refresh)","#)
      body.append(text: #""token_type":"Bearer","expires_in":\#(lifetime)}"#)
      return SandboxResponse(code: 200, body: body)
    }
  }

  private func refusal(_ error: String, code: Int = 400) -> SandboxResponse {
    SandboxResponse(code: code, body: Array(#"{"error":"\#(error)"}"#.utf8))
  }

  /// A token that nobody can foresee.
  private static func token(_ kind: String) -> String {
    let parts = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }
    return "sandbox-\(kind)-\(parts.joined())"
  }
}
