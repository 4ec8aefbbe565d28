import ExportModel
import Foundation
import Synchronization
import TestSupport

/// What a Pleo server was asked for, and what the right answer would be.
struct Asked: Sendable {
  enum Thing: Hashable, Sendable {
    case job
    /// A page of the list of jobs.
    case jobs
    /// A page, counted from 1.
    case page(Int)
    /// What the items are, all on one page.
    case data
  }

  let thing: Thing
  /// The job that it is of; nil for the list.
  let jobID: JobID?
  /// How often this very thing was asked for, this time included.
  let time: Int
  /// How many requests there were, this one included.
  let number: Int
  /// The whole header.
  let authorization: String?
  /// The body of the right answer.
  let body: String
}

/// A Pleo that has one export job or more, and does what a test says to single requests.
final class PleoServer: Sendable {
  /// What to answer instead of the right answer; nil leaves it right.
  typealias Fault = @Sendable (Asked) -> ScriptedAnswer?

  private struct State {
    /// At least one.
    var jobs: [PleoJob]
    var fault: Fault
    var asked: [Asked] = []
    var baseURL = ""
    var tokens: Tokens?
    var now: Date?
  }

  /// The tokens that are valid, each replaced whenever one is asked for.
  struct Tokens: Sendable {
    var refresh: String
    var access: String?
    /// How often they were replaced.
    var count = 0
  }

  private let state: Mutex<State>
  /// Called when new tokens are in force, before they are sent.
  let onTokens = Mutex<@Sendable () -> Void>({})

  private init(_ job: PleoJob) { state = Mutex(State(jobs: [job], fault: { _ in nil })) }

  /// Serves `job` while `body` runs.
  static func serving(
    _ job: PleoJob, _ body: (PleoServer) async throws -> Void
  ) async throws {
    let pleo = PleoServer(job)
    try await withScriptedServer(answering: pleo.answer) { server in
      pleo.state.withLock { $0.baseURL = server.baseURL }
      try await body(pleo)
    }
  }

  /// Where it listens.
  var baseURL: String { state.withLock { $0.baseURL } }

  /// Everything it was asked for, in order.
  var asked: [Asked] { state.withLock { $0.asked } }

  /// The pages it was asked for, in order.
  var pagesAsked: [Int] {
    asked.compactMap { if case .page(let number) = $0.thing { number } else { nil } }
  }

  /// The jobs in the order of the list, which may change between requests; never none.
  var jobs: [PleoJob] {
    get { state.withLock { $0.jobs } }
    set { state.withLock { $0.jobs = newValue } }
  }

  /// The tokens, where every request must bring the newest.
  var tokens: Tokens? {
    get { state.withLock { $0.tokens } }
    set { state.withLock { $0.tokens = newValue } }
  }

  /// The time that answers say; nil where they say none.
  var now: Date? {
    get { state.withLock { $0.now } }
    set { state.withLock { $0.now = newValue } }
  }

  /// The first job.
  var job: PleoJob {
    get { jobs[0] }
    set { jobs[0] = newValue }
  }

  /// Answers otherwise from now on, and forgets what it was asked.
  func answer(_ fault: @escaping Fault) {
    state.withLock {
      $0.fault = fault
      $0.asked = []
    }
  }

  /// Replaces both tokens for the refresh token that is valid.
  private func answer(tokenRequest form: String) -> ScriptedAnswer {
    let body = state.withLock { state -> String? in
      guard let tokens = state.tokens, form.contains("refresh_token=\(tokens.refresh)&") else {
        return nil
      }
      let count = tokens.count + 1
      let new = Tokens(
        refresh: "refresh-\(count)-of-the-day", access: "access-\(count)-of-the-day", count: count)
      state.tokens = new
      return
        #"{"access_token":"\#(new.access ?? "")","refresh_token":"\#(new.refresh)","expires_in":900}"#
    }
    guard let body else { return .json(400, #"{"error":"invalid_grant"}"#) }
    onTokens.withLock { $0 }()
    return .json(body)
  }

  private func isDenied(_ request: ScriptedRequest) -> Bool {
    guard let tokens else { return false }
    return tokens.access.map { request.header("authorization") != "Bearer \($0)" } ?? true
  }

  private func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
    if request.uri == "/oauth/token" { return answer(tokenRequest: request.body) }
    if isDenied(request) { return .json(401, #"{"type":"unauthorized"}"#) }
    let (asked, fault) = state.withLock { state -> (Asked?, Fault) in
      guard let (thing, jobID, body) = Self.read(request, state.jobs) else {
        return (nil, state.fault)
      }
      let asked = Asked(
        thing: thing, jobID: jobID,
        time: state.asked.count { $0.thing == thing && $0.jobID == jobID } + 1,
        number: state.asked.count + 1, authorization: request.header("authorization"), body: body)
      state.asked.append(asked)
      return (asked, state.fault)
    }
    guard let asked else { return .json(400, #"{"type":"bad_request"}"#) }
    return fault(asked) ?? .json(200, headers: dates, asked.body)
  }

  private var dates: [(name: String, value: String)] {
    guard let now else { return [] }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return [("Date", format.string(from: now))]
  }

  /// Reads the request as strictly as it must be written; nil when it is not.
  private static func read(
    _ request: ScriptedRequest, _ jobs: [PleoJob]
  ) -> (Asked.Thing, JobID?, String)? {
    let parts = request.uri.split(separator: "?", maxSplits: 1)
    guard request.method == "GET" else { return nil }
    if parts[0] == "/v3/export-jobs" {
      return PleoJob.list(of: jobs, query: String(parts.count > 1 ? parts[1] : "")).map {
        (.jobs, nil, $0)
      }
    }
    if parts[0] == "/v3/export-items" {
      return jobs.first { parts.count > 1 && parts[1].hasPrefix("job_id=\($0.id)&limit=") }
        .map { (.data, $0.id, $0.dataBody(of: $0.items)) }
    }
    let found = jobs.first { job in
      let path = "/v3/export-jobs/\(job.id)"
      return parts[0] == path || parts[0] == "\(path)/items"
    }
    guard let job = found else { return nil }
    let path = "/v3/export-jobs/\(job.id)"
    guard parts[0] != path else { return (.job, job.id, job.body) }
    var query: [Substring: Substring] = [:]
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { return nil }
      query[sides[0]] = sides[1]
    }
    guard let limit = query["limit"].flatMap({ Int($0) }),
      let page = query["after"].map(PleoJob.page(afterEncoded:)) ?? 1
    else { return nil }
    return (.page(page), job.id, job.body(page: page, limit: limit))
  }
}
