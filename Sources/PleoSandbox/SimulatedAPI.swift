import ExportModel

/// What the sandbox answers: a function of its configuration, the time, the request, and the tokens that it gave.
struct SimulatedAPI: Sendable {
  private let configuration: SandboxConfiguration
  /// When it began, in milliseconds since 1970-01-01T00:00:00Z.
  private let began: Int64
  private let tokens: TokenServer?

  init(_ configuration: SandboxConfiguration) {
    precondition(configuration.itemCount >= 0, "a job cannot have fewer than 0 items")
    precondition(configuration.pageCap >= 1, "a page must have room for an item")
    self.configuration = configuration
    began = configuration.now()
    tokens = configuration.tokens.map(TokenServer.init)
  }

  /// The answer to a form that is posted for tokens; nil where there is no such address.
  func answer(posted form: [UInt8], to path: String) -> SandboxResponse? {
    guard path == SandboxTokens.path else { return nil }
    return tokens?.answer(to: form, at: configuration.now())
  }

  /// The answer to a request: its method, its path, its query as it was sent, and the value of
  /// its `Authorization` field.
  func answer(method: String, path: String, query: String?, authorization: String?)
    -> SandboxResponse
  {
    do throws(SandboxErrorResponse) {
      try authorize(authorization)
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      let isOfData = parts == ["", "v3", "export-items"]
      guard
        isOfData
          || parts.starts(with: ["", "v3", "export-jobs"])
            && (parts.count == 3 || parts.count == 4 || (parts.count == 5 && parts[4] == "items"))
      else {
        throw SandboxErrorResponse(
          code: 404, type: "not_found",
          message: """
            the sandbox has no '\(path)'; it has /v3/export-jobs, /v3/export-jobs/{jobId}, \
            /v3/export-jobs/{jobId}/items and /v3/export-items
            """)
      }
      guard method == "GET" else {
        throw SandboxErrorResponse(
          code: 405, type: "method_not_allowed", message: "the sandbox answers only GET here")
      }
      if isOfData { return SandboxResponse(code: 200, body: try data(DataRequest(query: query))) }
      guard parts.count > 3 else {
        return SandboxResponse(code: 200, body: try list(JobListRequest(query: query)))
      }
      let job = try job(named: parts[3])
      guard parts.count == 5 else {
        return SandboxResponse(code: 200, body: job.document(at: configuration.now()))
      }
      let request = try PageRequest(query: query)
      let page = try SandboxPage(request, of: job, cap: configuration.pageCap)
      return SandboxResponse(code: 200, body: job.document(of: page, for: request))
    } catch {
      return error.answer
    }
  }

  /// The answer to `GET /v3/export-items`.
  private func data(_ request: DataRequest) throws(SandboxErrorResponse) -> [UInt8] {
    guard !configuration.data.isDenied else {
      throw SandboxErrorResponse(
        code: 403, type: "forbidden", message: "the token has no scope export-items:read")
    }
    let job = try job(named: request.job)
    guard !job.status.isFinished else {
      throw SandboxErrorResponse(
        code: 422, type: "EXPORT_JOB_STATUS_UNPROCESSABLE",
        message: "Export job is finished, its items cannot be read.")
    }
    let list = SimulatedDataList(of: job, configuration.data)
    return list.document(of: try list.page(request.page, cap: configuration.pageCap))
  }

  private func authorize(_ authorization: String?) throws(SandboxErrorResponse) {
    guard configuration.token != nil || tokens != nil else { return }
    let words = authorization?.split(separator: " ", maxSplits: 1) ?? []
    guard words.count == 2, words[0].lowercased() == "bearer",
      tokens?.accepts(words[1], at: configuration.now()) ?? (words[1] == configuration.token ?? "")
    else {
      throw SandboxErrorResponse(
        code: 401, type: "unauthorized",
        message: "the request has no bearer token, or another than the sandbox was started with")
    }
  }

  private func job(named text: Substring) throws(SandboxErrorResponse) -> SimulatedJob {
    guard let id = JobID(text), !configuration.unknown.contains(id) else { throw .unknownJob }
    return job(id)
  }

  private func job(_ id: JobID) -> SimulatedJob {
    let place = configuration.listed.firstIndex(of: id)
    let minutes = place.map { configuration.listed.count - $0 } ?? 7
    return SimulatedJob(
      id: id, status: configuration.finished[id] ?? .inProgress,
      itemCount: configuration.itemCount, createdAt: began - Int64(minutes) * 60_000)
  }

  /// The answer to `GET /v3/export-jobs`.
  private func list(_ request: JobListRequest) throws(SandboxErrorResponse) -> [UInt8] {
    let jobs = configuration.listed.map(job)
    let chosen = jobs.indices.filter { request.takes(jobs[$0]) }
    let page = try SandboxPage(request.page, cap: configuration.pageCap, from: chosen) { cursor in
      jobs.firstIndex { $0.listCursor == cursor }
    }
    let now = configuration.now()
    var json = Array(#"{"data":["#.utf8)
    for (index, position) in page.positions.enumerated() {
      if index > 0 { json.append(UInt8(ascii: ",")) }
      json += jobs[position].object(at: now)
    }
    json.append(
      text:
        #"],"pagination":{"hasPreviousPage":\#(page.hasPrevious),"hasNextPage":\#(page.hasNext),"#)
    json.append(text: #""currentRequestPagination":{"parameters":{}}"#)
    if let first = page.positions.first, let last = page.positions.last {
      json.append(text: #","startCursor":"\#(jobs[first].listCursor)""#)
      json.append(text: #","endCursor":"\#(jobs[last].listCursor)""#)
    }
    json.append(text: #","total":\#(page.total)}}"#)
    return json
  }
}
