import Diagnostics
import PageSourceKit
import Settings

/// The section `source`: which kind of source it is, and how its settings become one.
enum SourceSection {
  /// Reads `source:`; nil, with findings, when anything in it is wrong.
  static func read(
    _ node: Node, catalog: SourceCatalog, context: ReadingContext, findings: inout Findings
  ) -> (any SourceModule)? {
    let kinds = catalog.kinds
    let quoted = kinds.map { "'\($0)'" }.joined(separator: " or ")
    guard
      let choice = PluginChoice(
        node, role: .source, kinds: kinds, moreHelp: "keep \(quoted)", findings: &findings),
      let module = catalog[choice.kind],
      let read = ReadSettings(
        choice.settings, of: "source '\(choice.kind)'", declared: module.descriptor.settings,
        context: context, findings: &findings)
    else { return nil }
    let conflicts = module.conflicts(in: read, at: choice.kindSpan)
    findings.add(contentsOf: conflicts)
    guard conflicts.isEmpty, let checked = CheckedSettings(read) else { return nil }
    return module.init(settings: checked)
  }
}
