import HTTPExchange
import JSONReader
import NIOHTTP1
import PageSourceKit
import Settings

/// Reads an export job and its items from Pleo's Export API, version 3.
///
/// Every request is paced, tried again where that can help, and answered whole or not at all.
/// No redirect is followed, and the token is in no error and no notice. Its owner calls
/// ``shutdown()`` when the last answer has come.
actor PleoClient: PageSource {
  let configuration: PleoConfiguration
  private let host: SourceHost
  let base: Origin
  private let baseURL: String
  let proxy: ProxyAddress?
  private let exchange: Exchange
  private(set) var redaction: Redaction
  private(set) var reader: ResponseReader
  /// Gets access tokens, where the API is shown those.
  private let refresh: TokenRefresh?
  /// The access token at hand.
  private var access: AccessToken?
  /// What the API is shown, which somebody may replace while a run goes on.
  private var credentials: Credentials
  /// How often another token was taken.
  private var renewals = 0
  private var pacer: Pacer?
  var ahead: PagesAhead
  /// The newest page and the cursor it gave, for the numbers in notices.
  var newest: (number: Int, endCursor: Cursor?) = (0, nil)

  private var clock: any RunClock { host.clock }

  /// Creates a client that asks nothing yet.
  ///
  /// - Parameter baseURL: the API's address: `https://…`, or `http://…` to this machine; it may have a path.
  /// - Parameter tokenURL: where access tokens are asked for; nil where that is not known, and none are needed.
  /// - Parameter host: has the clock that waits are slept on; the time-out of a request runs in real time.
  init(
    _ configuration: PleoConfiguration, at baseURL: String, tokensAt tokenURL: String? = nil,
    on host: SourceHost
  ) throws(SourceError) {
    guard let base = Origin(baseURL), ["http", "https"].contains(base.scheme) else {
      throw SourceError(
        .invalid, "the API's address is not an http or https URL",
        hint: "write it as in https://external.pleo.io")
    }
    // A line break would end the header, and the library would repeat the secret in its error.
    if case .bearer(let token, _) = configuration.credentials,
      !token.revealed.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    {
      throw SourceError(
        .invalid, "the token has characters that cannot be sent",
        hint: "look for a line break, a space or a quotation mark that is not part of it")
    }
    self.configuration = configuration
    credentials = configuration.credentials
    self.host = host
    self.base = base
    self.baseURL = baseURL
    let way = try Self.way(to: base, configuration, on: host)
    proxy = way.proxy
    exchange = Exchange(
      configuration.exchangeLimits, isPlain: base.scheme == "http", proxy: proxy,
      authorities: way.authorities)
    redaction = Redaction(configuration.credentials.secrets)
    reader = ResponseReader(redaction)
    ahead = PagesAhead(configuration.pages)
    pacer = configuration.rate.map { Pacer(requestsPerMinute: $0.perMinute) }
    if case .oauth(let settings) = configuration.credentials, let tokenURL {
      refresh = try TokenRefresh(settings, at: tokenURL, configuration, on: host)
    } else {
      refresh = nil
    }
  }

  /// Closes every connection; nothing is asked afterwards.
  func shutdown() async {
    ahead.cancel()
    await exchange.shutdown()
    await refresh?.shutdown()
  }

  /// Sends the requests for the job and its first page; see ``PageSource``.
  func prepareToRead(_ id: JobID) {
    let questions = [
      APIRequest.job(id), .items(id, limit: configuration.pageSize, from: .beginning),
    ]
    ahead.begin(with: questions.prefix { _ in takePlaceAtOnce() }.map(send))
  }

  /// When an answer was given, by the API's own clock where it says so: this machine's may be wrong, and a job
  /// expires by the API's.
  func time(of answer: WholeResponse) -> Int64 {
    let now = clock.wallMilliseconds
    return answer.header("date").flatMap { RetryAfter.secondsSince1970(ofDate: $0, now: now) }
      .map { $0 * 1000 } ?? now
  }

  /// What is known of the job now; see ``PageSource``.
  func exportJob(_ id: JobID) async throws(SourceError) -> ExportJob {
    let answer = try await ask(.job(id), what: "the job")
    let now = time(of: answer)
    let job = try reader.read(answer) { root throws(ShapeError) in
      try ResponseShape.job(root, now: now)
    }
    guard job.id == id else {
      throw SourceError(.badAnswer, "$.data.id: expected '\(id)', found '\(job.id)'")
    }
    let whole = try checked(job, redaction: redaction)
    return try configuration.search?.checked(whole, at: "$.data") ?? whole
  }

  /// Takes a place for a request that is sent now; false where the rate or an access token would make it wait.
  func takePlaceAtOnce() -> Bool {
    // Without an access token it would have to wait for one.
    guard refresh == nil || !needsToken else { return false }
    return pacer?.reservesAtOnce(now: clock.elapsed) ?? true
  }

  /// Whether another access token is to be asked for before the next request.
  private var needsToken: Bool {
    guard refresh != nil else { return false }
    return access.map { $0.isDue(clock.wallMilliseconds) } ?? true
  }

  /// Takes another token, and sends again with it what is on its way: the ones before are not valid any more.
  ///
  /// - Returns: whether there is another one.
  @discardableResult
  private func renewAccess() async throws(SourceError) -> Bool {
    if let refresh {
      let new = try await refresh.accessToken(replacing: access?.token)
      access = new
      redaction.hide(new.token)
    } else if let other = credentials.reread() {
      credentials = other
      for secret in other.secrets { redaction.hide(secret) }
    } else {
      return false
    }
    reader.redaction = redaction
    renewals += 1
    ahead.sendAgain { url in exchange.send(url, headers: headers) }
    return true
  }

  /// Sends a question, for which there is a place.
  func send(_ question: APIRequest) -> SentRequest {
    exchange.send(question.url(below: baseURL), headers: headers)
  }

  /// The answer to a question, which may be on its way already.
  private func get(_ question: APIRequest) async throws(ExchangeFailure) -> WholeResponse {
    let sent = ahead.take(question.url(below: baseURL)) ?? send(question)
    return try await sent.response()
  }

  /// The answer to a question, after as many attempts as it takes and may take.
  func ask(_ question: APIRequest, what: String) async throws(SourceError) -> WholeResponse {
    let retry = configuration.retry
    let began = clock.elapsed
    var attempt = 1
    var hasRenewed = false
    while true {
      // What is on its way already has its place.
      if !ahead.has(question.url(below: baseURL)),
        let wait = pacer?.reserve(now: clock.elapsed), wait > .zero
      {
        try await sleep(wait, what: what)
      }
      if !ahead.has(question.url(below: baseURL)), needsToken { try await renewAccess() }
      let trouble: Trouble
      switch try await attemptOnce(question, what: what, mayBeDenied: !hasRenewed) {
      case .success(let answer) where answer.status == 401:
        hasRenewed = true
        continue
      case .success(let answer): return answer
      case .failure(let failure): trouble = failure
      }
      let spent = clock.elapsed - began
      let wait = retry.wait(
        afterAttempt: attempt, retryAfter: trouble.retryAfter, random: host.random())
      let isTooLong = spent + wait > retry.giveUpAfter
      let attempts = min(retry.policy.attempts, trouble.attempts ?? .max)
      guard attempt < attempts, !isTooLong else {
        let isLast = attempt >= attempts
        throw gaveUp(trouble, attempts: attempt, spent: spent, refusedWait: isLast ? nil : wait)
      }
      host.onRetry(
        RetryNotice(
          attempt: attempt, of: attempts, wait: wait, reason: trouble.reason, what: what))
      try await sleep(wait, what: what)
      attempt += 1
    }
  }

  /// Sends the question once. Trouble that may pass is returned, all other is thrown.
  ///
  /// - Parameter mayBeDenied: whether another token is taken where this one is not accepted; then that is returned as an answer.
  private func attemptOnce(
    _ question: APIRequest, what: String, mayBeDenied: Bool
  ) async throws(SourceError) -> Result<WholeResponse, Trouble> {
    let known = renewals
    let answer: WholeResponse
    do {
      answer = try await get(question)
    } catch {
      switch error {
      case .cancelled: throw cancelled(what)
      case .passing(let reason, let attempts, let cause):
        return .failure(
          Trouble(
            reason: reason, isAnswer: false, attempts: attempts,
            cause: NetworkCause(cause, redaction)))
      case .tooLarge:
        let limit = configuration.bodyLimit
        throw SourceError(
          .badAnswer, "the answer is larger than \(limit) bytes", hint: "lower page_size")
      case .unreadablePacking:
        throw SourceError(
          .badAnswer, "the answer says that it is packed with gzip or deflate, and is not")
      case .proxyDenied: throw proxyDenied()
      case .notLoopback(let peer): throw elsewhere(peer)
      case .untrusted(let reason, let cause):
        throw SourceError(
          .unreachable, "\(base) cannot be trusted: \(reason)",
          hint:
            "for an authority of your own, set ca_file, SSL_CERT_FILE or SSL_CERT_DIR; nothing was "
            + "sent, and trying again cannot help", cause: NetworkCause(cause, redaction))
      }
    }
    if ResponseStatus.isPassing(answer.status) {
      let retryAfter = answer.header("retry-after").flatMap {
        RetryAfter.wait($0, now: clock.wallMilliseconds)
      }
      let record = "the API answered \(ResponseStatus.words(for: answer.status))"
      return .failure(
        Trouble(
          reason: record + ErrorResponse.said(in: answer, redaction), record: record,
          isAnswer: true,
          retryAfter: retryAfter,
          hint: ErrorResponse.hintAboutHTML(answer)))
    }
    if answer.status == 401, mayBeDenied {
      // Another request may have led to another token meanwhile.
      if renewals != known { return .success(answer) }
      if try await renewAccess() { return .success(answer) }
    }
    guard answer.status == 200 else {
      throw ErrorResponse.error(
        answer, to: question, at: base, configuration.credentials,
        redaction: redaction)
    }
    if let encoding = answer.header("content-encoding"),
      !["identity", "gzip", "deflate"].contains(encoding.lowercased())
    {
      let name = redaction.harmless(encoding, limit: 60)
      throw SourceError(
        .badAnswer, "the answer is encoded as '\(name)', which was not asked for",
        record: "the answer is encoded in a way that was not asked for")
    }
    if answer.endsInTheMiddle {
      return .failure(Trouble(reason: "the answer ended in the middle", isAnswer: false))
    }
    return .success(answer)
  }

  private var headers: HTTPHeaders {
    var headers: HTTPHeaders = [
      "accept": "application/json",
      "accept-encoding": "identity",
      "user-agent": "sluice/\(host.version)",
    ]
    if let value = credentials.header(access?.token) {
      headers.add(name: "authorization", value: value)
    }
    return headers
  }

  private func sleep(_ duration: Duration, what: String) async throws(SourceError) {
    do {
      try await clock.sleep(for: duration)
    } catch {
      throw cancelled(what)
    }
  }
}
