import JobFileTestSupport

/// The routes of a job whose conditions are these, each in single quotes: the first on line 8, the
/// next three lines further down, and each with its first character in column 12.
func routes(when conditions: [String]) -> String {
  conditions.enumerated().map { index, condition in
    """
      - when: '\(condition.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'
        name: r\(index)
        sink: { file_queue: { directory: r\(index) } }
    """
  }.joined(separator: "\n")
}

/// What a person reads of a job with these conditions.
func findings(when conditions: String...) async throws -> String {
  try await load(job(routes: routes(when: conditions))).findings
}
