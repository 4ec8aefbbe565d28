/// A request that was sent, maybe before anybody asks for its answer.
struct SentRequest: Sendable {
  /// The address that is asked.
  let url: String
  /// Waits for the answer; a cancelled caller cancels the request.
  let response: @Sendable () async throws(ExchangeFailure) -> APIResponse
  /// Takes the request back: nobody wants its answer any more.
  let cancel: @Sendable () -> Void
}
