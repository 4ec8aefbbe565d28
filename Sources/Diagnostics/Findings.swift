/// What one pass over a file found, in the order of the file.
public struct Findings: Sendable {
  private var collected: [Diagnostic] = []

  /// Creates an empty collection.
  public init() {}

  /// Adds one finding.
  public mutating func add(_ diagnostic: Diagnostic) {
    collected.append(diagnostic)
  }

  /// Adds every finding of `others`.
  public mutating func add(contentsOf others: [Diagnostic]) {
    collected.append(contentsOf: others)
  }

  /// Whether any finding is an error.
  public var hasErrors: Bool { collected.contains { $0.severity == .error } }

  /// Every finding, each once, sorted by file, place and id.
  public var sorted: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return collected.filter { seen.insert($0).inserted }.sorted { left, right in
      let (a, b) = (left.span, right.span)
      let atStart = SourcePosition(line: 1, column: 1)
      return (a?.file ?? "", a?.start ?? atStart, left.id, left.message)
        < (b?.file ?? "", b?.start ?? atStart, right.id, right.message)
    }
  }
}

extension [Diagnostic] {
  /// At most `limit` of these findings in their order, errors rather than warnings.
  public func first(_ limit: Int) -> [Diagnostic] {
    guard count > limit else { return self }
    var errors = Swift.min(limit, count { $0.severity == .error })
    var warnings = limit - errors
    return filter { finding in
      if finding.severity == .error {
        errors -= 1
        return errors >= 0
      }
      warnings -= 1
      return warnings >= 0
    }
  }
}

/// The refusal of a file: one or more findings, at least one of them an error.
public struct RefusedFile: Error, Sendable {
  /// Every finding of the pass, warnings included, in the order of the file.
  public let findings: [Diagnostic]

  /// Creates the refusal; nil when no finding is an error, because then nothing is refused.
  public init?(_ findings: Findings) {
    guard findings.hasErrors else { return nil }
    self.findings = findings.sorted
  }
}
