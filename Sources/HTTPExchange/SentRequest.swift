/// A request that was sent, maybe before anybody asks for its answer.
public struct SentRequest: Sendable {
  /// The address that is asked.
  public let url: String
  /// Waits for the answer; a cancelled caller cancels the request.
  public let response: @Sendable () async throws(ExchangeFailure) -> WholeResponse
  /// Takes the request back: nobody wants its answer any more.
  public let cancel: @Sendable () -> Void

  /// Creates a request whose answer is had by calling `response`.
  public init(
    url: String, response: @escaping @Sendable () async throws(ExchangeFailure) -> WholeResponse,
    cancel: @escaping @Sendable () -> Void
  ) {
    self.url = url
    self.response = response
    self.cancel = cancel
  }
}
