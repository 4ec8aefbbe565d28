import Diagnostics
import ExportModel
import Settings

/// The section `recovery`: its settings, and how they become a policy.
enum RecoverySection {
  private static let policy = RecoveryPolicy()

  static let process = Setting(
    "process", ValueType.statuses, default: policy.process.sorted { $0.name < $1.name },
    "The statuses that still need work.")
  static let inProgress = Setting(
    "in_progress", ValueType.choice(RecoveryPolicy.InProgress.self), default: policy.inProgress,
    "What to do with in_progress items that no earlier run has stored as work.")
  static let unknownStatus = Setting(
    "unknown_status", ValueType.choice(RecoveryPolicy.UnknownStatus.self),
    default: policy.unknownStatus,
    "What to do with items in a status that the API does not document.")

  static let finished = Setting(
    "finished", ValueType.choice(RecoveryPolicy.Finished.self), default: policy.finished,
    "What to do with items that became final at the source while a route still owes them.")
  static let deliveredBefore = Setting(
    "delivered_before", ValueType.choice(RecoveryPolicy.DeliveredBefore.self),
    default: policy.deliveredBefore,
    "What to do with entries that were delivered as part of an earlier export job.")

  static let missingData = Setting(
    "missing_data", ValueType.choice(RecoveryPolicy.MissingData.self), default: policy.missingData,
    "What to do with items of which the API has no accounting data, where the source is asked for it."
  )

  /// What the section says.
  struct Values {
    let policy: RecoveryPolicy
    /// Where the statuses to process are; nil for the default.
    let processSpan: SourceSpan?
  }

  static let section = SettingsSection(
    "'recovery'", [process, inProgress, unknownStatus, finished, deliveredBefore, missingData]
  ) { recovery in
    Values(
      policy: RecoveryPolicy(
        process: Set(recovery[process]), inProgress: recovery[inProgress],
        unknownStatus: recovery[unknownStatus], finished: recovery[finished],
        deliveredBefore: recovery[deliveredBefore], missingData: recovery[missingData]),
      processSpan: recovery.writtenSpan(of: process))
  }
}

extension ValueType where Value == [ItemStatus] {
  /// A list of statuses that can need work: documented ones, each once, not empty.
  static var statuses: ValueType {
    ValueType(
      name: "a list of statuses", example: "[pending]",
      shape: .set(of: .choice(known.map(\.name))), read: readStatuses,
      write: { "[\($0.map(\.name).joined(separator: ", "))]" })
  }

  /// The statuses that can be in the list.
  private static var known: [ItemStatus] { ItemStatus.known.filter { $0 != .inProgress } }

  @Sendable
  private static func readStatuses(
    _ node: Node, context: ReadingContext, findings: inout Findings
  ) -> [ItemStatus]? {
    node.list(
      "expected a list of statuses", help: "write a list of statuses, such as [pending]",
      findings: &findings
    )?.readEachOnce(name: { "'\($0)'" }, findings: &findings, status)
  }

  private static func status(_ node: Node, findings: inout Findings) -> ItemStatus? {
    guard
      let scalar = Scalar(node, as: "a status", example: "pending", findings: &findings)
    else { return nil }
    if let status = known.first(where: { $0.name == scalar.text }) { return status }
    let isInProgress = scalar.text == ItemStatus.inProgress.name
    findings.add(
      Diagnostic(
        id: .recoveryStatus,
        isInProgress
          ? "'\(scalar.written)' is not allowed in 'process'"
          : "'\(scalar.written)' is not a status of an item",
        at: node.span,
        help: isInProgress
          ? "say 'in_progress: process' instead"
          : Suggestion.help(for: scalar.written, among: known.map(\.name))))
    return nil
  }
}
