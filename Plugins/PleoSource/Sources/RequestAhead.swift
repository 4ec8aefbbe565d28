/// A request that is sent before anybody asks for its answer.
struct RequestAhead: Sendable {
  /// The address that is asked.
  let url: String
  private let answer: Task<Result<APIResponse, ExchangeFailure>, Never>

  /// Sends a request.
  init(_ url: String, _ get: @escaping @Sendable () async throws(ExchangeFailure) -> APIResponse) {
    self.url = url
    answer = Task.detached { () async -> Result<APIResponse, ExchangeFailure> in
      do throws(ExchangeFailure) {
        return .success(try await get())
      } catch {
        return .failure(error)
      }
    }
  }

  /// Waits for the answer; a cancelled caller cancels the request.
  func response() async throws(ExchangeFailure) -> APIResponse {
    let result = await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      answer.cancel()
    }
    return try result.get()
  }

  /// Takes the request back: nobody wants its answer any more.
  func cancel() { answer.cancel() }
}
