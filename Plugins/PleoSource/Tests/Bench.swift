import PageSourceKit
import Synchronization
import TestSupport
import Testing

@testable import PleoSource

/// The token of every test: nothing that is shown may contain it.
let testToken = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXN1YmplY3Q.Zm9yLW5vLWV5ZXM"

/// The guide's job.
let jobText = "8eb648ab-464b-42a0-ba17-eda703657e33"

func jobID() throws -> JobID { try #require(JobID(jobText)) }

/// Longer than a busy machine takes for anything, so that no attempt of a test is made twice by chance.
let unhurried: Duration = .seconds(600)

/// A page with no item.
func emptyPage(hasNextPage: Bool = false, endCursor: String = "null") -> String {
  #"{"data": [], "pagination": {"hasNextPage": \#(hasNextPage), "endCursor": \#(endCursor)}}"#
}

/// A clock that only sleeping moves, and that remembers every sleep.
final class ManualClock: RunClock {
  private struct State {
    var elapsed: Duration = .zero
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())
  /// Sunday, 2026-03-01T00:00:00Z.
  private static let start: Int64 = 1_772_323_200_000

  var sleeps: [Duration] { state.withLock { $0.sleeps } }
  var elapsed: Duration { state.withLock { $0.elapsed } }
  var wallMilliseconds: Int64 {
    Self.start + elapsed.components.seconds * 1000
      + elapsed.components.attoseconds / 1_000_000_000_000_000
  }

  func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock {
      $0.sleeps.append(duration)
      $0.elapsed += duration
    }
  }
}

/// A clock whose sleeps end only by cancellation, and that says when one has begun.
final class FrozenClock: RunClock {
  let wallMilliseconds: Int64 = 0
  let elapsed: Duration = .zero
  let sleepBegan: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  init() { (sleepBegan, signal) = AsyncStream.makeStream() }

  func sleep(for duration: Duration) async throws(CancellationError) {
    signal.yield()
    // Ends only when the task is cancelled.
    let (never, end) = AsyncStream<Never>.makeStream()
    for await _ in never {}
    end.finish()
    throw CancellationError()
  }
}

/// What a client said about its attempts.
final class Notices: Sendable {
  private let kept = Mutex<[RetryNotice]>([])
  var all: [RetryNotice] { kept.withLock { $0 } }
  func keep(_ notice: RetryNotice) { kept.withLock { $0.append(notice) } }
}

/// A host with some environment variables, whose chance is always one half.
func host(
  _ environment: [String: String?] = [:], clock: any RunClock = ManualClock(),
  notices: Notices = Notices()
) -> SourceHost {
  SourceHost(
    version: "1.2.3", clock: clock, environment: { environment[$0] ?? nil }, random: { 0.5 },
    onRetry: { notices.keep($0) })
}

/// Runs `body` with a client whose chance is always one half.
func withClient<Result>(
  _ baseURL: String, token: String? = testToken, credentials: Credentials? = nil,
  search: ExportJobSearch? = nil,
  pageSize: Int = 100, pages: PagesAhead.Order = .cursor,
  timeout: Duration = unhurried, attempts: Int = 3, giveUpAfter: Duration = .seconds(600),
  requestsPerMinute: Int? = nil, httpsProxy: String? = nil, noProxy: String? = nil,
  caFile: String? = nil, certificateFile: String? = nil, certificateFolder: String? = nil,
  limits: PleoConfiguration.Limits = .init(connectTimeout: unhurried),
  clock: any RunClock = ManualClock(),
  notices: Notices = Notices(), _ body: (PleoClient) async throws -> Result
) async throws -> Result {
  let client = try PleoClient(
    PleoConfiguration(
      credentials: credentials ?? token.map { .bearer(Secret($0)) } ?? .none, search: search,
      pageSize: pageSize, pages: pages,
      timeout: timeout,
      retry: .init(
        attempts: attempts, base: .seconds(1), cap: .seconds(60), giveUpAfter: giveUpAfter),
      rate: requestsPerMinute.map { RequestRate(requests: $0, interval: .seconds(60)) },
      caFile: caFile, limits: limits),
    at: baseURL,
    on: host(
      [
        "HTTPS_PROXY": httpsProxy, "NO_PROXY": noProxy, "SSL_CERT_FILE": certificateFile,
        "SSL_CERT_DIR": certificateFolder,
      ], clock: clock, notices: notices))
  return try await using(client, body)
}

/// Runs `body` with a client, and shuts that down.
func using<Result>(
  _ client: PleoClient, _ body: (PleoClient) async throws -> Result
) async throws -> Result {
  let outcome: Swift.Result<Result, any Error>
  do {
    outcome = .success(try await body(client))
  } catch {
    outcome = .failure(error)
  }
  await client.shutdown()
  return try outcome.get()
}

/// The error that a page of the scripted server ends with.
func pageError(
  after cursor: String? = nil, token: String? = testToken, timeout: Duration = unhurried,
  attempts: Int = 1, giveUpAfter: Duration = .seconds(600),
  limits: PleoConfiguration.Limits = .init(connectTimeout: unhurried), notices: Notices = Notices(),
  answering answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer
) async throws -> SourceError {
  try await withScriptedServer(answering: answer) { server in
    try await withClient(
      server.baseURL, token: token, timeout: timeout, attempts: attempts,
      giveUpAfter: giveUpAfter, limits: limits, notices: notices
    ) { client in
      let id = try jobID()
      let error = try await #require(throws: SourceError.self) {
        try await client.page(of: id, after: cursor.flatMap { Cursor($0) })
      }
      // The port is another one each time.
      return SourceError(
        error.code, error.message.replacing(":\(server.port)", with: ":PORT"), hint: error.hint)
    }
  }
}
