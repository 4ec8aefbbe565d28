import Crypto
import HTTPExchange
public import SinkKit

/// The sink of kind `webhook`: every item, or every batch, in a `POST` to a URL.
///
/// A status of 2xx means that the receiver has it, for good. What a run that died has not recorded comes again with the
/// same `Idempotency-Key`, so a receiver that knows its keys has each item once.
public struct WebhookSinkModule: SinkModule {
  static let url = Setting(
    "url", ValueType.url,
    "Where items are posted to: https://, or http:// to this machine.")
  static let send = Setting(
    "send", ValueType.choice(Posting.self), default: .item,
    "What one request has: an item, or a batch as a JSON array.")
  static let headers = Setting(
    "headers",
    ValueType.mapping(
      of: ValueType<HeaderValue>.header,
      by: ("a header's name", "Authorization", "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")),
    default: [:], "Headers of each request; what lets sluice in comes from outside the file.")
  static let timeout = Setting(
    "timeout", ValueType.duration, default: .seconds(30),
    "How long a request may take, to the last byte of its answer.")
  static let requestSize = Setting(
    "request_size", ValueType.size(in: 1024...(64 << 20)), default: 1 << 20,
    "The largest body of a request with several items; a batch that is larger is several requests.")
  static let rejectOn = Setting(
    "reject_on", ValueType.list(of: ValueType.integer(in: 400...499)), default: [422],
    "Statuses by which the receiver says that it will never take an item; with send: batch, they end the run."
  )
  static let deduplicates = Setting(
    "deduplicates", ValueType.boolean, default: false,
    "Whether the receiver knows an item that comes again, by Idempotency-Key or by its ids, so that it is there once."
  )

  /// What the sink is called and what can be set.
  public static let descriptor = SinkDescriptor(
    kind: "webhook", summary: "Posts each item, or each batch, to a URL.", redelivery: .repeated,
    takesData: true, batch: 100,
    settings: [url, send, headers, timeout, requestSize, rejectOn, deduplicates],
    findings: [.webhookHeaders], crashPoints: CrashPoint.ofWebhook)

  private let receiver: Receiver
  private let isDeduplicating: Bool

  /// Takes the settings; headers that the sink writes itself cannot be set, and a secret is never in the file.
  public init(settings: CheckedSettings) throws(Diagnostic) {
    let headers = settings[Self.headers]
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      guard let problem = HeaderValue.problem(of: name, value, among: headers.keys) else {
        continue
      }
      throw Diagnostic(
        id: .webhookHeaders, problem.message, at: settings.span(of: Self.headers),
        help: problem.help)
    }
    receiver = Receiver(
      address: settings[Self.url], posting: settings[Self.send],
      headers: headers.mapValues(\.secret), timeout: settings[Self.timeout],
      requestSize: settings[Self.requestSize], rejectOn: Set(settings[Self.rejectOn]))
    isDeduplicating = settings[Self.deduplicates]
  }

  /// None: a receiver may be sent to by many.
  public var claims: Set<ResourceClaim> { [] }

  /// The URL: what is behind the host is often a secret, so that only its digest is kept.
  public var place: Set<ResourceClaim> {
    let digest = hexadecimal(SHA256.hash(data: Array(receiver.address.url.revealed.utf8)))
    return [.exclusive(namespace: "webhook", key: "\(receiver.address.origin) \(digest)")]
  }

  /// As the receiver deduplicates.
  public var redelivery: Redelivery { isDeduplicating ? .absorbed : .repeated }

  /// As the receiver deduplicates.
  public var remembersRemoved: Bool { isDeduplicating }

  /// Sets up the connection, and sends nothing yet.
  public func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    WebhookSink(receiver, try receiver.exchange())
  }

  /// Looks at the proxy and the certificate authorities that the environment names.
  public func probe(as label: SinkLabel) async throws(SinkError) {
    await (try receiver.exchange()).shutdown()
  }
}

/// What one request has.
enum Posting: String, CaseIterable, Sendable { case item, batch }

extension FindingID {
  static let webhookHeaders = FindingID(
    "webhook.headers", "a header of a webhook is the sink's own, or its secret is in the file")
}
