import DurableFiles
import HTTPExchange
import JSONReader
import NIOHTTP1
import PageSourceKit

/// One question for new tokens: the request, its attempts, and what the answer means (RFC 6749, sections 5 and 6).
struct TokenQuestion: Sendable {
  private let settings: OAuthSettings
  private let old: Tokens
  private let origin: Origin
  private let retry: RequestRetry
  private let host: SourceHost
  private let killed: FileLock.Holder?
  private let exchange: Exchange
  private let url: String
  private let redaction: Redaction
  private let keep: @Sendable (Tokens) throws(SourceError) -> Void

  /// - Parameter keep: keeps the new tokens durably.
  init(
    _ settings: OAuthSettings, _ old: Tokens, to origin: Origin, _ retry: RequestRetry,
    on host: SourceHost, _ killed: FileLock.Holder?, _ exchange: Exchange, _ url: String,
    keep: @escaping @Sendable (Tokens) throws(SourceError) -> Void
  ) {
    self.keep = keep
    self.settings = settings
    self.old = old
    self.origin = origin
    self.retry = retry
    self.host = host
    self.killed = killed
    self.exchange = exchange
    self.url = url
    redaction = Redaction([old.refresh, settings.clientSecret])
  }

  /// The new tokens, kept, after as many attempts as it takes and may take.
  func answer() async throws(SourceError) -> Tokens {
    let began = host.clock.elapsed
    var attempt = 1
    while true {
      let trouble: Trouble
      // What is asked is waited for and kept, whoever wants to stop: the tokens before may be gone already.
      if Task.isCancelled { throw cancelled }
      let asked = Task { await outcome() }
      switch try await asked.value.get() {
      case .success(let tokens): return tokens
      case .failure(let failure): trouble = failure
      }
      let wait = retry.wait(
        afterAttempt: attempt, retryAfter: trouble.retryAfter, random: host.random())
      let spent = host.clock.elapsed - began
      let attempts = min(retry.policy.attempts, trouble.attempts ?? .max)
      guard attempt < attempts, spent + wait <= retry.giveUpAfter else {
        let times = attempt == 1 ? "1 attempt" : "\(attempt) attempts"
        throw SourceError(
          .unreachable,
          "gave up asking \(origin) for an access token after \(times) in \(spent.words): \(trouble.reason)",
          hint: trouble.hint ?? "check token_url, the network and HTTPS_PROXY, and run again",
          cause: trouble.cause)
      }
      host.onRetry(
        RetryNotice(
          attempt: attempt, of: attempts, wait: wait, reason: trouble.reason,
          what: "an access token"))
      do {
        try await host.clock.sleep(for: wait)
      } catch {
        throw cancelled
      }
      attempt += 1
    }
  }

  private func outcome() async -> Result<Result<Tokens, Trouble>, SourceError> {
    do throws(SourceError) {
      return .success(try await attemptOnce())
    } catch {
      return .failure(error)
    }
  }

  private var cancelled: SourceError {
    SourceError(.cancelled, "stopped while asking for an access token")
  }

  private func attemptOnce() async throws(SourceError) -> Result<Tokens, Trouble> {
    let answer: WholeResponse
    do {
      answer = try await exchange.send(url, headers: headers, body: form).response()
    } catch {
      switch error {
      case .cancelled: throw cancelled
      case .passing(let reason, let attempts, let cause):
        return .failure(
          Trouble(
            reason: reason, isAnswer: false, attempts: attempts,
            cause: NetworkCause(cause, redaction)))
      case .tooLarge, .unreadablePacking:
        throw SourceError(.badAnswer, "\(origin) does not answer with tokens that can be read")
      case .proxyDenied:
        throw SourceError(
          .denied, "the proxy on the way to \(origin) wants a user and a password (407)",
          hint: "write them into HTTPS_PROXY, as in http://user:password@host:port")
      case .notLoopback(let peer):
        throw SourceError(
          .unreachable,
          "\(origin) leads to \(peer.address), which is not this machine; nothing was sent",
          hint: "correct the line of \(origin.host) in /etc/hosts, or write https:// in token_url")
      case .untrusted(let reason, let cause):
        throw SourceError(
          .unreachable, "\(origin) cannot be trusted: \(reason)",
          hint: "for an authority of your own, set ca_file, SSL_CERT_FILE or SSL_CERT_DIR",
          cause: NetworkCause(cause, redaction))
      }
    }
    if ResponseStatus.isPassing(answer.status) {
      let retryAfter = answer.header("retry-after").flatMap {
        RetryAfter.wait($0, now: host.clock.wallMilliseconds)
      }
      return .failure(
        Trouble(
          reason: "\(origin) answered \(ResponseStatus.words(for: answer.status))",
          isAnswer: true, retryAfter: retryAfter))
    }
    guard answer.status == 200 else { throw refusal(answer) }
    let tokens = try tokens(in: answer)
    try keep(tokens)
    return .success(tokens)
  }

  private var headers: HTTPHeaders {
    [
      "accept": "application/json", "accept-encoding": "identity",
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": "sluice/\(host.version)",
    ]
  }

  private var form: [UInt8] {
    let fields = [
      ("grant_type", "refresh_token"), ("refresh_token", old.refresh.revealed),
      ("client_id", settings.clientID), ("client_secret", settings.clientSecret.revealed),
    ]
    return Array(
      fields.map { "\($0)=\(percentEncoded($1))" }.joined(separator: "&").utf8)
  }

  private func tokens(in answer: WholeResponse) throws(SourceError) -> Tokens {
    let document = JSONDocument()
    guard let root = try? document.read(answer.body), !document.hasRepeatedKey,
      let access = root["access_token"]?.text.flatMap(Secret.init(token:)),
      root["token_type"]?.text.map({ $0.lowercased() == "bearer" }) ?? true
    else {
      throw SourceError(
        .badAnswer, "\(origin) answered 200 without an access token that can be used",
        hint:
          "check token_url; if the refresh token is not accepted from now on, authorize sluice in Pleo again"
      )
    }
    let refresh: Secret
    switch root["refresh_token"]?.text {
    case nil: refresh = old.refresh
    case let text?:
      guard let secret = Secret(token: text) else {
        throw SourceError(
          .badAnswer, "\(origin) answered with a refresh token that cannot be kept",
          hint: "authorize sluice in Pleo again")
      }
      refresh = secret
    }
    let life = root["expires_in"]?.integer
    return Tokens(
      refresh: refresh,
      access: AccessToken(
        token: access,
        renewAt: life.map { TokenRefresh.renewal(after: $0, now: host.clock.wallMilliseconds) }))
  }

  /// Why there are no new tokens, for an answer that another attempt will not change.
  private func refusal(_ answer: WholeResponse) -> SourceError {
    let document = JSONDocument()
    let error = (try? document.read(answer.body))?["error"]?.text
    switch error {
    case "invalid_grant": return invalidGrant(answer.status)
    case "invalid_client", "unauthorized_client":
      return SourceError(
        .denied,
        "\(origin) does not accept client_id and client_secret (\(answer.status) \(error ?? ""))",
        hint:
          "check both, and that they are of the environment of token_url; the refresh token is still valid"
      )
    default:
      let said = error.map { " " + redaction.harmless($0, limit: 60) } ?? ""
      return SourceError(
        answer.status == 401 || answer.status == 403 ? .denied : .badAnswer,
        "\(origin) does not give an access token (\(ResponseStatus.words(for: answer.status))\(said))",
        hint: ErrorResponse.hintAboutHTML(answer) ?? "check token_url",
        record:
          "\(origin) does not give an access token (\(ResponseStatus.words(for: answer.status)))"
      )
    }
  }

  private func invalidGrant(_ status: Int) -> SourceError {
    let why =
      killed.map {
        "it may have been replaced for \($0), which was killed before it could keep the new one"
      } ?? "it has expired, was revoked, or another program has used it"
    return SourceError(
      .denied,
      "\(origin) does not accept the refresh token in \(settings.tokenFile) (\(status) invalid_grant): \(why)",
      hint:
        "authorize sluice in Pleo again, and write the new refresh token into that file, on one line; nothing is "
        + "lost meanwhile: the next run goes on from where the last one came to")
  }
}
