import ExportModel

/// Which export jobs a request asks for (`GET /v3/export-jobs`; *The Export API*, *Requests*).
struct JobListRequest {
  private var company: String?
  private var statuses: Set<String> = []
  /// The page of them.
  let page: PageRequest

  /// The statuses that may be asked for.
  private static let known = [
    "pending", "in_progress", "failed", "completed", "completed_with_errors",
  ]

  /// Reads a request's query as it was sent; nil is a request without one.
  init(query: String?) throws(SandboxErrorResponse) {
    var rest: [Substring] = []
    for pair in (query ?? "").split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = halves.count == 2 ? String(halves[1]) : ""
      switch halves[0] {
      case "company_id": company = value.lowercased()
      case "statuses":
        guard Self.known.contains(value) else {
          throw .badRequest(
            "'\(value)' is not a status; 'statuses' is one of \(Self.known.joined(separator: ", "))"
          )
        }
        statuses.insert(value)
      case "status":
        throw .badRequest(
          "the list has no query parameter 'status'; write 'statuses' once for each")
      default: rest.append(pair)
      }
    }
    page = try PageRequest(query: rest.joined(separator: "&"))
  }

  /// Whether a job is one of them.
  func takes(_ job: SimulatedJob) -> Bool {
    (company ?? SimulatedJob.company) == SimulatedJob.company
      && (statuses.isEmpty || statuses.contains(job.status.name))
  }
}

extension SimulatedJob {
  /// The job's cursor in the list.
  var listCursor: String { Base32.text(of: id.identifier.bytes) }
}
