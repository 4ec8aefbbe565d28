import HTTPExchange
import PageSourceKit

/// How the Export API is asked.
struct PleoConfiguration: Sendable {
  /// What no answer may go beyond.
  struct Limits: Equatable, Sendable {
    /// The largest body of an answer, in bytes; nil for 8 KiB an item, and at least 2 MiB; with data for 64 KiB,
    /// and at least 16 MiB.
    let bodyBytes: Int?
    /// The longest time that connecting may take, the look-up of the host included.
    let connectTimeout: Duration

    /// Creates limits.
    init(bodyBytes: Int? = nil, connectTimeout: Duration = .seconds(5)) {
      self.bodyBytes = bodyBytes
      self.connectTimeout = connectTimeout
    }
  }

  /// How the API is shown who asks.
  let credentials: Credentials
  /// Which export jobs are looked for; nil where the job is known.
  let search: ExportJobSearch?
  /// How many items a page is asked to have; the API may give fewer.
  let pageSize: Int
  /// Whether the items' data is read as well, of which a page is much larger.
  let hasData: Bool
  /// How the pages of a list are asked for.
  let pages: PagesAhead.Order
  /// How long one attempt may take, from connecting to the last byte of the body.
  let timeout: Duration
  /// How often and how patiently a request is tried.
  let retry: RequestRetry
  /// How many requests are sent at most, attempts included; nil for no limit.
  let rate: RequestRate?
  /// The absolute path of a file of certificate authorities beside the system's; nil for none.
  let caFile: String?
  /// What no answer may go beyond.
  let limits: Limits

  /// The largest body of an answer, in bytes.
  ///
  /// An item takes about 500 bytes, and its data about 2,000; decoding takes many times the size of the body, so a
  /// limit far above what was asked for would let one answer take all memory.
  var bodyLimit: Int {
    let (size, isOver) = pageSize.multipliedReportingOverflow(by: (hasData ? 64 : 8) * 1024)
    return limits.bodyBytes ?? max((hasData ? 16 : 2) * 1024 * 1024, isOver ? .max : size)
  }

  /// The limits of one request and its answer.
  var exchangeLimits: Exchange.Limits {
    Exchange.Limits(
      timeout: timeout, connectTimeout: limits.connectTimeout, bodyBytes: bodyLimit,
      // The job and the first page are asked for side by side.
      connections: max(2, pages.concurrency))
  }

  init(
    credentials: Credentials, search: ExportJobSearch? = nil, pageSize: Int, hasData: Bool = false,
    pages: PagesAhead.Order = .cursor, timeout: Duration,
    retry: RequestRetry, rate: RequestRate?, caFile: String? = nil, limits: Limits = Limits()
  ) {
    precondition(pageSize >= 1, "a page has room for an item")
    self.credentials = credentials
    self.search = search
    self.pageSize = pageSize
    self.hasData = hasData
    self.pages = pages
    self.timeout = timeout
    self.retry = retry
    self.rate = rate
    self.caFile = caFile
    self.limits = limits
  }
}
