import HTTPExchange
import NIOHTTP1
import SinkKit

/// Posts items one request after another, and is done with those that were answered with 2xx.
actor WebhookSink: Sink {
  private let receiver: Receiver
  private let exchange: Exchange
  /// What the receiver said to requests of a delivery that failed later, by their keys: they are not sent again.
  private var verdicts: [String: Verdict] = [:]

  private enum Verdict {
    /// The receiver has the items now.
    case taken
    /// It had them already.
    case known
    /// It will never take them.
    case refused(String)
  }

  init(_ receiver: Receiver, _ exchange: Exchange) {
    self.receiver = receiver
    self.exchange = exchange
  }

  deinit {
    // A sink that fails is not closed, and its connection would stay.
    Task { [exchange] in await exchange.shutdown() }
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    // In a task of its own, because a delivery runs to its end, whoever wants to stop.
    let delivery = Task { () -> Result<DeliveryReceipt, SinkError> in
      do throws(SinkError) {
        return .success(try await post(batch))
      } catch {
        return .failure(error)
      }
    }
    return try await delivery.value.get()
  }

  private func post(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    var (written, absorbed) = (0, 0)
    var rejected: [DeliveryReceipt.Rejection] = []
    for request in WebhookRequest.requests(
      of: batch, receiver.posting, atMost: receiver.requestSize)
    {
      switch try await verdict(on: request) {
      case .taken: written += request.items.count
      case .known: absorbed += request.items.count
      case .refused(let reason):
        rejected += request.items.map { .init($0.entryID, reason: reason) }
      }
    }
    verdicts = [:]
    return DeliveryReceipt(written: written, absorbed: absorbed, rejected: rejected)
  }

  /// What the receiver says to a request: what it has said already, where a delivery failed behind that.
  private func verdict(on request: WebhookRequest) async throws(SinkError) -> Verdict {
    if let verdict = verdicts[request.key] { return verdict }
    let answer: WholeResponse
    do throws(ExchangeFailure) {
      answer = try await exchange.send(
        receiver.address.url.revealed, headers: headers(of: request), body: request.body
      ).response()
    } catch {
      throw SinkError(error, from: receiver.address.origin)
    }
    let verdict: Verdict
    if receiver.posting == .item, receiver.rejectOn.contains(answer.status) {
      verdict = .refused("the receiver answered \(ResponseStatus.words(for: answer.status))")
    } else if let error = SinkError(status: answer.status, from: receiver) {
      throw error
    } else {
      verdict = answer.isOfKnownItems ? .known : .taken
    }
    verdicts[request.key] = verdict
    CrashPoint.accepted.pass()
    return verdict
  }

  private func headers(of request: WebhookRequest) -> HTTPHeaders {
    var headers: HTTPHeaders = [
      "content-type": "application/json", "idempotency-key": request.key, "user-agent": "sluice",
    ]
    for (name, value) in receiver.headers { headers.add(name: name, value: value.revealed) }
    return headers
  }

  func close() async throws(SinkError) { await exchange.shutdown() }
}

extension WholeResponse {
  /// Whether the receiver says that it had the items already: by 208 (RFC 5842, section 7.1), or as Stripe and others do.
  fileprivate var isOfKnownItems: Bool {
    status == 208 || header("idempotent-replayed")?.lowercased() == "true"
  }
}

extension SinkError {
  /// What an answer means that is not to be taken for an item's rejection; nil where the receiver has the items.
  fileprivate init?(status: Int, from receiver: Receiver) {
    let place = "webhook \(receiver.address.origin)"
    let answer = "\(place) answered \(ResponseStatus.words(for: status))"
    switch status {
    case 200...299: return nil
    case _ where receiver.posting == .batch && receiver.rejectOn.contains(status):
      self.init(
        .invalid, answer,
        hint: "it refuses a batch as a whole: write send: item, so that it can refuse single items")
    // A request with the same key is still worked on (draft-ietf-httpapi-idempotency-key-header, section 2.7).
    case 409: self.init(.unavailable, answer, hint: "it says that it has the request in hand")
    case _ where ResponseStatus.isPassing(status):
      self.init(.unavailable, answer, hint: "look at the receiver; the next run goes on from here")
    case 401, 403, 407:
      self.init(.denied, answer, hint: "check 'headers': the receiver does not let these items in")
    case 300...399:
      self.init(
        .invalid, answer, hint: "write the address that it leads to as 'url': none is followed")
    case 413:
      self.init(
        .invalid, answer,
        hint: receiver.posting == .batch
          ? "make 'request_size' smaller, or write send: item"
          : "let the receiver take an item of this size, or add 413 to 'reject_on'")
    default:
      self.init(
        .invalid, answer,
        hint: "check 'url'; where it refuses single items by this status, add it to 'reject_on'")
    }
  }

  /// Why there is no answer. Whether the receiver has the items is not known then, so they come again.
  fileprivate init(_ failure: ExchangeFailure, from origin: Origin) {
    let place = "webhook \(origin)"
    let network = "check 'url', the network and HTTPS_PROXY; the next run goes on from here"
    switch failure {
    case .passing(let reason, _, _):
      self.init(.unavailable, "\(place) did not answer: \(reason)", hint: network)
    case .cancelled: self.init(.unavailable, "\(place): the request was given up", hint: network)
    // The status was 200, and what an answer says is not read.
    case .tooLarge, .unreadablePacking:
      self.init(
        .invalid, "\(place) answers with what cannot be read",
        hint: "let the receiver answer with a short body, or none")
    case .proxyDenied:
      self.init(
        .denied, "the proxy on the way to \(place) wants a user and a password (407)",
        hint: "write them into HTTPS_PROXY, as in http://user:password@host:port")
    case .untrusted(let reason, _):
      self.init(
        .denied, "\(place) cannot be trusted: \(reason)",
        hint: "for an authority of your own, set SSL_CERT_FILE or SSL_CERT_DIR")
    case .notLoopback(let peer):
      self.init(
        .denied, "\(place) leads to \(peer.address), which is not this machine; nothing was sent",
        hint: "correct the line of \(origin.host) in /etc/hosts, or write https:// in 'url'")
    }
  }
}
