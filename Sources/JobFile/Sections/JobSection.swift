import Diagnostics
import ExportModel
import PageSourceKit
import Settings

/// The file as a whole: its settings, and how its sections become a job.
struct JobSection {
  static let version = Setting(
    "version", ValueType.version, "The version of the language that the file is written in.")
  static let name = Setting(
    "job", ValueType.name, "The job's identity: state folder, lock, label in logs.")
  static let description = Setting<String?>(
    "description", ValueType.text.optional, default: nil, "What the job is for.")
  static let order = Setting(
    "order", ValueType.choice(ItemOrder.self),
    default: .entryID, "The order in which items are processed.")
  static let unmatched = Setting(
    "unmatched", ValueType.choice(UnmatchedPolicy.self), default: .hold,
    "What to do with an item that needs work and that no route takes.")

  static let settings: [any DeclaredSetting] = [version, name, description, order, unmatched]
  static let params = "params"
  private static let sections = [
    params, "source", "recovery", "routes", "failure", "run", "observe", "tests",
  ]

  let catalog: PluginCatalog
  let outside: OutsideTexts
  let context: ReadingContext
  /// The state folder in place of the one that the file has.
  let state: String?
  /// The names of the files that the host keeps in its state folder.
  let stateFiles: [String]

  /// Reads the root of a file, with its references followed. The job is of use only when no finding is an
  /// error.
  func read(_ node: Node, findings: inout Findings) -> JobDefinition? {
    guard
      let fields = Fields(
        node, of: "the job", known: Self.settings.map(\.name) + Self.sections, findings: &findings)
    else { return nil }
    _ = Self.version.read(fields, in: context, findings: &findings)
    let name = Self.name.read(fields, in: context, findings: &findings)
    let description = Self.description.read(fields, in: context, findings: &findings)
    let order = Self.order.read(fields, in: context, findings: &findings)
    let unmatched = Self.unmatched.read(fields, in: context, findings: &findings)
    let source = fields.required("source", findings: &findings).flatMap {
      SourceSection.read($0, catalog: catalog.sources, context: context, findings: &findings)
    }
    let recovery = RecoverySection.section.read(
      fields["recovery"], in: context, findings: &findings)
    let drafts =
      fields.required("routes", findings: &findings).map {
        RouteSection.readAll($0, catalog: catalog.sinks, context: context, findings: &findings)
      } ?? []
    let failure = FailureSection.section.read(
      fields["failure"], in: context, findings: &findings)
    let run = RunSection.section.read(fields["run"], in: context, findings: &findings)
    let observe = ObserveSection.read(fields["observe"], context: context, findings: &findings)
    let names = drafts.compactMap(\.name)
    let tests = TestSection.readAll(
      fields["tests"], context: context,
      routes: names.isEmpty || names.count < drafts.count ? nil : names, findings: &findings)
    let state = run.flatMap { hostState($0, name: name) }

    let checks = RouteChecks(drafts: drafts)
    checks.checkNames(findings: &findings)
    let kept = (source?.keptFiles ?? []).map { HostPlace(file: $0, of: "source's files", at: nil) }
    checks.checkClaims(
      host: (state.map { [$0.place] } ?? []) + (observe?.places ?? []) + kept, findings: &findings)
    if let source {
      checks.checkData(
        of: source, order: order ?? .entryID, at: fields["order"]?.span, tests: tests,
        findings: &findings)
    }
    if let recovery {
      checks.checkConditions(recovery: recovery.policy, findings: &findings)
      if unmatched != .skip { checks.checkStatuses(recovery, findings: &findings) }
    }

    guard let name, let description, let order, let unmatched, let source, let recovery,
      let failure, let run, let observe, let state
    else { return nil }
    return JobDefinition(
      name: name, description: description, source: source, recovery: recovery.policy, order: order,
      routes: drafts.compactMap(\.definition), unmatched: unmatched, failure: failure,
      run: run.settings, observe: observe.settings, tests: tests, stateFolder: state.folder,
      isStateByName: self.state == nil && run.state == nil,
      isNameWritten: fields["job"]?.isLiteral == true,
      outsideValues: outside.texts.map { Secret($0) })
  }

  /// The file with every reference followed, `params` first, because others refer to it; without the
  /// user's own keys.
  func resolved(_ root: Node, findings: inout Findings) -> Node {
    let root = root.withoutExtensions
    guard case .mapping(let entries) = root.content else { return root }
    let others = Node(.mapping(entries.filter { $0.key != Self.params }), at: root.span)
    let parameters =
      if let node = root[Self.params] {
        ParameterSection.readAll(
          node, uses: others.parameterUses(in: context),
          secret: SecretMask.secretParameters(in: root, shape: JobLanguage(catalog).shape),
          outside: outside, context: context,
          findings: &findings)
      } else { [:] as [String: ParameterSection.Parameter] }
    let interpolation = Interpolation(
      outside: outside, context: context, parameters: .declared(parameters))
    // In the order of the file, because repeated keys are reported in it.
    return Node(
      .mapping(
        entries.map { entry in
          guard entry.key != Self.params else { return entry }
          return Node.Entry(
            key: entry.key, keySpan: entry.keySpan,
            value: interpolation.resolve(entry.value, findings: &findings))
        }), at: root.span)
  }

  private func hostState(_ run: RunSection.Values, name: Name?) -> HostState? {
    if let state { return HostState(folder: state, files: stateFiles, span: nil) }
    if let state = run.state {
      return HostState(folder: state, files: stateFiles, span: run.stateSpan)
    }
    return name.map {
      HostState(folder: context.place(".sluice/\($0)"), files: stateFiles, span: nil)
    }
  }
}

extension ValueType where Value == Int {
  /// A version of the language that this program reads.
  static var version: ValueType {
    let name = "the version of the language"
    return ValueType(
      name: name, example: "1", shape: .integer(1...1),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: "1", findings: &findings) else {
          return nil
        }
        if scalar.text == "1" { return 1 }
        findings.add(
          Diagnostic(
            id: .jobVersion, "version '\(scalar.written)' is not known", at: node.span,
            help: "write 1: it is the only version that this sluice reads"))
        return nil
      }, write: { "\($0)" })
  }
}

extension Node {
  /// Whether it is a single value of which nothing comes from outside.
  fileprivate var isLiteral: Bool {
    if case .scalar(let scalar) = content { scalar.text == scalar.written } else { false }
  }

  /// The mapping without its `x-…` keys, which are the user's own and may hold anchors.
  fileprivate var withoutExtensions: Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(.mapping(entries.filter { !$0.key.hasPrefix("x-") }), at: span)
  }

  /// The value under a key of a mapping, the first where the key is repeated; nil where there is none.
  subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The keys of a mapping; none of anything else.
  var keys: [String] {
    guard case .mapping(let entries) = content else { return [] }
    return entries.map(\.key)
  }

  /// Where each parameter is referred to, in the order of the file.
  fileprivate func parameterUses(in context: ReadingContext) -> [String: [SourceSpan]] {
    var uses: [String: [SourceSpan]] = [:]
    func look(_ node: Node) {
      switch node.content {
      case .mapping(let entries): for entry in entries { look(entry.value) }
      case .sequence(let list): for item in list { look(item) }
      case .scalar(let scalar):
        var found: [(name: String, range: Range<Int>)] = []
        for case .parameter(let name, let range) in Template(scalar.written).pieces
        // Some are enough to find the parameter by.
        where uses[name, default: []].count < 10 { found.append((name, range)) }
        let places = context.source.places(of: found.map(\.range), in: node)
        for (use, place) in zip(found, places) { uses[use.name, default: []].append(place) }
      }
    }
    look(self)
    return uses
  }
}
