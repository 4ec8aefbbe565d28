import Diagnostics
import ExportModel
import Predicates
import Settings
import SinkKit

/// One entry of `routes`: its settings, and how they become a route.
enum RouteSection {
  static let name = Setting<Name?>(
    "name", ValueType.name.optional, default: nil,
    "The name under which progress is kept; without one, the sink's kind.")
  static let when = Setting(
    "when", ValueType.predicate, default: .always, "Which items the route takes.")
  static let batch = Setting<Int?>(
    "batch", ValueType.integer(in: 1...100_000).optional, default: nil,
    "The most items that are delivered together; without one, what suits the sink: 'sluice sinks KIND' "
      + "says it.")
  static let guarantee = Setting<Guarantee?>(
    "guarantee", ValueType.choice(Guarantee.self).optional, default: nil,
    "How often a consumer may see an item; refused where the sink cannot promise it.")

  static let finished = Setting<RecoveryPolicy.Finished?>(
    "finished", ValueType.choice(RecoveryPolicy.Finished.self).optional, default: nil,
    "What to do with items that became final before this route delivered them; without one, what "
      + "'recovery' says.")

  static let settings: [any DeclaredSetting] = [name, when, guarantee, batch, finished]

  /// How often a consumer of a sink may see an item.
  enum Guarantee: String, CaseIterable, Sendable {
    /// Once, even after a crash.
    case exactlyOnce = "exactly_once"
    /// Once, or more often after a crash.
    case atLeastOnce = "at_least_once"
  }

  /// What is known of one route, right or wrong: enough to compare routes with one another.
  struct Draft {
    var name: Name?
    var nameSpan: SourceSpan
    var kindSpan: SourceSpan?
    var predicate: ItemPredicate?
    /// The items that the predicate accepts; nil where finding out takes too long.
    var items: ItemSet?
    var predicateSpan: SourceSpan?
    var sink: (any SinkModule)?
    var isFromOutside = false
    /// The most items that are delivered together, where the file says it; nil where it is wrong.
    var batchLimit: Int??
    var finished: RecoveryPolicy.Finished??

    /// Where it needs accounting data.
    var neededData: [SourceSpan] {
      [predicate?.asksForData == true ? predicateSpan : nil, sink?.neededData].compactMap(\.self)
    }

    /// The route, when nothing of it is missing.
    var definition: RouteDefinition? {
      guard let name, let kindSpan, let predicate, let sink, let batchLimit, let finished
      else { return nil }
      let descriptor = type(of: sink).descriptor
      return RouteDefinition(
        name: name, predicate: predicate, predicateSpan: predicateSpan, sink: sink,
        isFromOutside: isFromOutside, descriptor: descriptor,
        batchLimit: batchLimit ?? descriptor.batch, finished: finished, span: kindSpan)
    }
  }

  /// Reads `routes:`; what is wrong is reported and missing in the drafts.
  static func readAll(
    _ node: Node, catalog: SinkCatalog, context: ReadingContext, findings: inout Findings
  ) -> [Draft] {
    guard
      let list = node.list(
        "'routes' is a list of routes",
        help: "begin each route with a dash: - sink: { stdout: {} }",
        findings: &findings)
    else { return [] }
    return list.map { read($0, catalog: catalog, context: context, findings: &findings) }
  }

  private static func read(
    _ node: Node, catalog: SinkCatalog, context: ReadingContext, findings: inout Findings
  ) -> Draft {
    guard
      let fields = Fields(
        node, of: "a route", known: settings.map(\.name) + ["sink"], findings: &findings)
    else { return Draft(nameSpan: node.span) }
    var draft = Draft(nameSpan: fields[name.name]?.span ?? node.span)
    let written = name.read(fields, in: context, findings: &findings)
    draft.predicate = when.read(fields, in: context, findings: &findings)
    draft.predicateSpan = fields[when.name]?.span
    if let predicate = draft.predicate {
      var budget = ItemSet.Budget(length: predicate.description.unicodeScalars.count)
      draft.items = try? ItemSet(of: predicate, .item, &budget)
    }
    draft.batchLimit = batch.read(fields, in: context, findings: &findings)
    draft.finished = finished.read(fields, in: context, findings: &findings)
    draft.name = written ?? nil
    let guarantee = guarantee.read(fields, in: context, findings: &findings)
    guard let sinkNode = fields.required("sink", findings: &findings),
      let choice = PluginChoice(
        sinkNode, role: .sink, kinds: catalog.kinds, moreHelp: "write a route for each",
        findings: &findings)
    else { return draft }
    draft.kindSpan = choice.kindSpan
    // Only where no name was written: a wrong one has its finding.
    if let written, written == nil {
      draft.name = Name(choice.kind)
      draft.nameSpan = choice.kindSpan
    }
    draft.isFromOutside = choice.settings.isFromOutside
    draft.sink = sink(choice, catalog: catalog, context: context, findings: &findings)
    if guarantee == .exactlyOnce, let sink = draft.sink,
      let span = fields[Self.guarantee.name]?.span
    {
      check(sink, choice, in: catalog, promises: span, findings: &findings)
    }
    return draft
  }

  /// Only a sink that absorbs repeats can show an item once: after a crash, the last batch is
  /// delivered again.
  private static func check(
    _ sink: any SinkModule, _ choice: PluginChoice, in catalog: SinkCatalog,
    promises span: SourceSpan, findings: inout Findings
  ) {
    guard !sink.showsItemsOnce else { return }
    let reason =
      sink.redelivery == .absorbed
      ? "this sink does not know an item again that its consumer has taken"
      : "this sink shows its items again"
    let able = catalog.modules.map { $0.descriptor }.filter(\.showsItemsOnce)
    findings.add(
      Diagnostic(
        id: .routesGuarantee,
        "sink '\(choice.kind)' cannot give exactly_once: the batch that a crash interrupts is "
          + "delivered again, and \(reason)",
        at: span,
        help: "write at_least_once"
          + (able.isEmpty ? "" : ", or use one of: \(able.map(\.kind).joined(separator: ", "))"),
        notes: [.init("the sink is here", at: choice.kindSpan)]))
  }

  private static func sink(
    _ choice: PluginChoice, catalog: SinkCatalog, context: ReadingContext,
    findings: inout Findings
  ) -> (any SinkModule)? {
    guard let module = catalog[choice.kind],
      let checked = CheckedSettings(
        choice.settings, of: "sink '\(choice.kind)'", declared: module.descriptor.settings,
        context: context, findings: &findings)
    else { return nil }
    do throws(Diagnostic) {
      return try module.init(settings: checked)
    } catch {
      findings.add(error)
      return nil
    }
  }
}
