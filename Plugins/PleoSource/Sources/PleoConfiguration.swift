public import Settings

/// Where the Export API is, and how it is asked.
public struct PleoConfiguration: Sendable {
  /// How often and how patiently one request is tried.
  public struct RetryPolicy: Equatable, Sendable {
    /// How many times a request is sent at most, the first time included; 1 or more.
    public let attempts: Int
    /// The longest wait before the second attempt; it doubles with each attempt.
    public let base: Duration
    /// The longest wait before any attempt; a `Retry-After` of the API may be longer.
    public let cap: Duration
    /// A wait that would end later than this after the first attempt began is not begun.
    public let giveUpAfter: Duration

    /// Creates a policy.
    public init(attempts: Int, base: Duration, cap: Duration, giveUpAfter: Duration) {
      precondition(attempts >= 1, "a request is sent at least once")
      self.attempts = attempts
      self.base = base
      self.cap = cap
      self.giveUpAfter = giveUpAfter
    }
  }

  /// What no answer may go beyond.
  public struct Limits: Equatable, Sendable {
    /// The largest body of an answer, in bytes; nil for 8 KiB an item, and at least 2 MiB.
    public let bodyBytes: Int?
    /// The longest time that connecting may take, the look-up of the host included.
    public let connectTimeout: Duration

    /// Creates limits.
    public init(bodyBytes: Int? = nil, connectTimeout: Duration = .seconds(5)) {
      self.bodyBytes = bodyBytes
      self.connectTimeout = connectTimeout
    }
  }

  /// The version of this program, for the `User-Agent` header.
  public let version: String
  /// The API's address: `https://…`, or `http://…` to this machine; it may have a path.
  public let baseURL: String
  /// What is sent as the bearer token; nil sends none.
  public let token: Secret?
  /// How many items a page is asked to have; the API may give fewer.
  public let pageSize: Int
  /// How long one attempt may take, from connecting to the last byte of the body.
  public let timeout: Duration
  /// How often and how patiently a request is tried.
  public let retry: RetryPolicy
  /// How many requests a minute are sent at most, attempts included; nil for no limit.
  public let requestsPerMinute: Int?
  /// The value of `HTTPS_PROXY`: `http://[user:password@]host:port`; nil or empty for no proxy.
  public let httpsProxy: String?
  /// The value of `NO_PROXY`: hosts asked without the proxy, separated by commas.
  public let noProxy: String?
  /// A file of certificate authorities beside the system's; nil for none.
  public let caFile: String?
  /// The value of `SSL_CERT_FILE`: a file of authorities instead of the system's.
  public let certificateFile: String?
  /// The value of `SSL_CERT_DIR`: folders of authorities instead of the system's.
  public let certificateFolder: String?
  /// What no answer may go beyond.
  public let limits: Limits

  /// The largest body of an answer, in bytes.
  ///
  /// An item takes about 500 bytes; decoding takes many times the size of the body, so a limit
  /// far above what was asked for would let one answer take all memory.
  var bodyLimit: Int {
    let (size, isOver) = pageSize.multipliedReportingOverflow(by: 8 * 1024)
    return limits.bodyBytes ?? max(2 * 1024 * 1024, isOver ? .max : size)
  }

  /// Creates a configuration.
  public init(
    version: String, baseURL: String, token: Secret?, pageSize: Int, timeout: Duration,
    retry: RetryPolicy, requestsPerMinute: Int?, httpsProxy: String? = nil,
    noProxy: String? = nil, caFile: String? = nil, certificateFile: String? = nil,
    certificateFolder: String? = nil, limits: Limits = Limits()
  ) {
    precondition(pageSize >= 1, "a page has room for an item")
    precondition(requestsPerMinute.map { $0 >= 1 } ?? true, "a rate is one request or more")
    self.version = version
    self.baseURL = baseURL
    self.token = token
    self.pageSize = pageSize
    self.timeout = timeout
    self.retry = retry
    self.requestsPerMinute = requestsPerMinute
    self.httpsProxy = httpsProxy
    self.noProxy = noProxy
    self.caFile = caFile
    self.certificateFile = certificateFile
    self.certificateFolder = certificateFolder
    self.limits = limits
  }
}

/// Why a client cannot be made from a configuration.
public struct PleoConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, in the operator's words; holds no secret.
  public let message: String
  /// What the operator can do.
  public let hint: String
  /// Whether permissions are the reason.
  public let isDenied: Bool

  /// Creates an error.
  public init(message: String, hint: String, isDenied: Bool = false) {
    self.message = message
    self.hint = hint
    self.isDenied = isDenied
  }

  /// The message and the hint.
  public var description: String { "\(message) (\(hint))" }
}
