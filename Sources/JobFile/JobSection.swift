import Diagnostics
import ExportModel
import Settings
import SinkKit

/// The file as a whole: its settings, and how its sections become a job.
struct JobSection {
  static let version = Setting(
    "version", ValueType.version, "The version of the language that the file is written in.")
  static let name = Setting(
    "job", ValueType.name, "The job's identity: state folder, lock, label in logs.")
  static let description = Setting<String?>(
    "description", ValueType.text.optional, default: nil, "What the job is for.")
  static let order = Setting(
    "order", ValueType.choice(ItemOrder.self, unsupported: ["transaction_date"]),
    default: .entryID, "The order in which items are processed.")
  static let state = Setting<String?>(
    "state", ValueType.path.optional, default: nil,
    "The folder of the ledger and the lock; without one, .sluice/<job> beside the file.")

  static let settings: [any DeclaredSetting] = [version, name, description, order]
  private static let sections = ["source", "recovery", "routes", "run"]
  private static let unsupported = ["params", "unmatched", "failure", "observe", "tests"]

  let catalog: SinkCatalog
  let outside: OutsideValues
  let context: ReadingContext

  /// Reads the root of a file. The job is of use only when no finding is an error.
  func read(_ root: Node, findings: inout Findings) -> JobDefinition? {
    let node = Interpolation(outside: outside, context: context)
      .resolve(root.withoutExtensions, findings: &findings)
    guard
      let fields = Fields(
        node, of: "the job", known: Self.settings.map(\.name) + Self.sections,
        unsupported: Self.unsupported, findings: &findings)
    else { return nil }
    _ = Self.version.read(fields, in: context, findings: &findings)
    let name = Self.name.read(fields, in: context, findings: &findings)
    let description = Self.description.read(fields, in: context, findings: &findings)
    let order = Self.order.read(fields, in: context, findings: &findings)
    let source = fields.required("source", findings: &findings).flatMap {
      SourceSection.read($0, context: context, findings: &findings)
    }
    let recovery = recovery(fields, findings: &findings)
    let drafts =
      fields.required("routes", findings: &findings).map {
        RouteSection.readAll($0, catalog: catalog, context: context, findings: &findings)
      } ?? []
    let state = state(fields, name: name, findings: &findings)

    let checks = RouteChecks(drafts: drafts)
    checks.checkNames(findings: &findings)
    checks.checkClaims(state: state, findings: &findings)
    if let recovery { checks.checkConditions(recovery: recovery, findings: &findings) }

    guard let name, let description, let order, let source, let recovery, let state else {
      return nil
    }
    return JobDefinition(
      name: name, description: description, source: source, recovery: recovery, order: order,
      routes: drafts.compactMap(\.definition), stateFolder: state.folder)
  }

  private func recovery(_ fields: Fields, findings: inout Findings) -> RecoveryPolicy? {
    guard let node = fields["recovery"] else { return RecoveryPolicy() }
    return RecoverySection.read(node, context: context, findings: &findings)
  }

  private func state(_ fields: Fields, name: Name?, findings: inout Findings) -> HostState? {
    let byName = name.map {
      HostState(folder: context.resolve(".sluice/\($0)"), span: nil)
    }
    guard let node = fields["run"] else { return byName }
    guard
      let run = Fields(
        node, of: "'run'", known: [Self.state.name],
        unsupported: ["deadline", "shutdown_grace", "when_busy"], findings: &findings),
      let state = Self.state.read(run, in: context, findings: &findings)
    else { return nil }
    return state.map { HostState(folder: $0, span: run[Self.state.name]?.span) } ?? byName
  }
}

extension ValueType where Value == Int {
  /// A version of the language that this program reads.
  static var version: ValueType {
    let name = "the version of the language"
    return ValueType(
      name: name, example: "1",
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: "1", findings: &findings) else {
          return nil
        }
        if scalar.text == "1" { return 1 }
        findings.add(
          Diagnostic(
            id: "job.version", "version '\(scalar.written)' is not known", at: node.span,
            help: "write 1: it is the only version that this sluice reads"))
        return nil
      }, write: { "\($0)" })
  }
}

extension Node {
  /// The mapping without its `x-…` keys, which are the user's own and may hold anchors.
  fileprivate var withoutExtensions: Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(.mapping(entries.filter { !$0.key.hasPrefix("x-") }), at: span)
  }
}
