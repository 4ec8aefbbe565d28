/// What a source needs of the program that it is in.
public struct SourceHost: Sendable {
  /// The version of the program, for the API's logs.
  public let version: String
  /// What waits are slept on.
  public let clock: any RunClock
  /// The value of an environment variable; nil where there is none.
  public let environment: @Sendable (String) -> String?
  /// A number from 0 up to but not including 1, new with each call.
  public let random: @Sendable () -> Double
  /// Called when an attempt has failed and another will follow.
  public let onRetry: @Sendable (RetryNotice) -> Void

  /// Creates a host.
  public init(
    version: String, clock: any RunClock, environment: @escaping @Sendable (String) -> String?,
    random: @escaping @Sendable () -> Double, onRetry: @escaping @Sendable (RetryNotice) -> Void
  ) {
    self.version = version
    self.clock = clock
    self.environment = environment
    self.random = random
    self.onRetry = onRetry
  }
}
