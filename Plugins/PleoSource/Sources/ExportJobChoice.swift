import PageSourceKit

/// What `export_job` says: which one, or how to find them.
enum ExportJobChoice: Sendable {
  case one(JobID)
  case next(ExportJobSearch, ExpiredPolicy)

  /// The choice as the host has it.
  var selection: ExportJobSelection {
    switch self {
    case .one(let id): .one(id)
    case .next(_, let expired): .next(expired)
    }
  }

  /// What is looked for; nil for a job that is known.
  var search: ExportJobSearch? {
    switch self {
    case .one: nil
    case .next(let search, _): search
    }
  }
}

/// The mapping `next` of `export_job`.
private enum NextSection {
  /// The statuses that a job with work left can have.
  enum Status: String, CaseIterable, Sendable {
    case pending
    case inProgress = "in_progress"
  }

  static let company = Setting(
    "company", ValueType.companyID, "The company whose export jobs are looked for, and no other's.")
  static let statuses = Setting(
    "statuses", ValueType.jobStatuses, default: [.inProgress],
    "The statuses of the export jobs that are looked for. A pending one is read and delivered, and not "
      + "started: no request changes anything at Pleo.")
  static let expired = Setting(
    "expired", ValueType.choice(ExpiredPolicy.self), default: .hold,
    "What to do with an export job that should have expired by its own numbers and is still open.")

  static let settings: [any DeclaredSetting] = [company, statuses, expired]

  static let next = Setting("next", type, "How to find the export jobs that are open.")

  private static var type: ValueType<ExportJobChoice> {
    ValueType(
      name: "a mapping", example: "{ company: 8d8a1d2c-5d0f-4f0e-9c55-0a3b2f9a6c11 }",
      shape: .settings(settings),
      read: { node, context, findings in
        CheckedSettings(
          node, of: "'next'", declared: settings, context: context, findings: &findings
        ).map {
          .next(
            ExportJobSearch(
              company: $0[company],
              statuses: $0[statuses].map { ExportJobStatus($0.rawValue) }),
            $0[expired])
        }
      },
      write: { _ in "{ company: … }" })
  }
}

extension ValueType where Value == ExportJobChoice {
  /// The id of an export job, or how to find those that are open.
  static var exportJobChoice: ValueType {
    let id = ValueType<JobID>.jobID
    return ValueType(
      name: "a UUID or { next: … }", example: id.example,
      shape: .either([id.shape, .settings([NextSection.next])]),
      read: { node, context, findings in
        if case .mapping = node.content {
          return CheckedSettings(
            node, of: "'export_job'", declared: [NextSection.next], context: context,
            findings: &findings
          ).map { $0[NextSection.next] }
        }
        return id.read(node, context, &findings).map { .one($0) }
      },
      write: { value in
        switch value {
        case .one(let job): id.write(job)
        case .next: "{ next: … }"
        }
      })
  }
}

extension ValueType where Value == CompanyID {
  /// The id of a company: a UUID in either case.
  fileprivate static var companyID: ValueType {
    let id = ValueType<JobID>.jobID
    return ValueType(
      name: id.name, example: "8d8a1d2c-5d0f-4f0e-9c55-0a3b2f9a6c11", shape: id.shape,
      read: { id.read($0, $1, &$2).map { CompanyID($0.identifier) } },
      write: { $0.description })
  }
}

extension ValueType where Value == [NextSection.Status] {
  /// A list of statuses of export jobs with work left, each once, not empty.
  fileprivate static var jobStatuses: ValueType {
    let status = ValueType<NextSection.Status>.choice()
    return ValueType(
      name: "a list of statuses", example: "[in_progress]", shape: .set(of: status.shape),
      read: { node, context, findings in
        node.list(
          "expected a list of statuses", help: "write a list of statuses, such as [in_progress]",
          findings: &findings
        )?.readEachOnce(name: { "'\($0)'" }, findings: &findings) {
          status.read($0, context, &$1)
        }
      },
      write: { "[\($0.map(\.rawValue).joined(separator: ", "))]" })
  }
}
