/// Which accounting data a request asks for (`GET /v3/export-items`; *The Export API*, *Requests*).
struct DataRequest {
  /// The export job, as it was written.
  let job: Substring
  /// The page of its items.
  let page: PageRequest

  /// Reads a request's query as it was sent; nil is a request without one.
  ///
  /// What the API does without a job is not documented, so that the sandbox refuses it.
  init(query: String?) throws(SandboxErrorResponse) {
    var rest: [Substring] = []
    var job: Substring?
    for pair in (query ?? "").split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      switch halves[0] {
      case "job_id" where job == nil && halves.count == 2: job = halves[1]
      case "status", "jobId":
        throw .badRequest("the list of data has no query parameter '\(halves[0])'")
      default: rest.append(pair)
      }
    }
    guard let job else { throw .badRequest("give 'job_id', the export job whose items are meant") }
    self.job = job
    page = try PageRequest(query: rest.joined(separator: "&"))
  }
}
