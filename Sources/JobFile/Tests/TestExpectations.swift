import Diagnostics
import ExportModel
import Settings

/// What a test expects: its `expect`.
struct TestExpectations {
  /// The names of the routes; nil when not all of them are known.
  let routes: [Name]?
  /// The pages of the test; nil when they are not known.
  let pages: [JobTest.Page]?

  /// Reads `expect:`; nil, with findings, when anything in it is wrong.
  func read(_ node: Node, findings: inout Findings) -> [JobTest.Expectation]? {
    let others = [TestSection.notProcessed, TestSection.deliveredTwice]
    let known = (routes?.map(\.text) ?? node.keys) + others
    guard let fields = Fields(node, of: "'expect'", known: known, findings: &findings),
      case .mapping(let entries) = node.content
    else { return nil }
    guard !entries.isEmpty else {
      findings.add(
        Diagnostic(
          id: .settingsShape, "'expect' expects nothing", at: node.span,
          help: "write what a route is to receive, or \(others.joined(separator: ", "))"))
      return nil
    }
    let expectations = entries.compactMap { entry -> JobTest.Expectation? in
      guard fields[entry.key] != nil else { return nil }
      return expectation(entry, findings: &findings)
    }
    return expectations.count == entries.count ? expectations : nil
  }

  private func expectation(
    _ entry: Node.Entry, findings: inout Findings
  ) -> JobTest.Expectation? {
    guard let subject = Self.subject(entry.key) else { return nil }
    guard
      let list = entry.value.list(
        "'\(entry.key)' is a list of items", mayBeEmpty: true,
        help: "write a list of ids, such as [a, b]; [] expects none", findings: &findings)
    else { return nil }
    let entries = list.compactMap { self.entry($0, findings: &findings) }
    guard entries.count == list.count else { return nil }
    return JobTest.Expectation(subject: subject, entries: entries, span: entry.keySpan)
  }

  private func entry(_ node: Node, findings: inout Findings) -> JobTest.Entry? {
    guard
      let entry = ValueType.testEntry.read(node, ReadingContext(folder: "/"), &findings)
    else { return nil }
    guard let pages else { return entry }
    let known = pages.flatMap { $0.items.map(\.entry) }
    if known.contains(where: { $0.id == entry.id }) { return entry }
    findings.add(
      Diagnostic(
        id: .testsEntry, "'\(entry.name)' is not an item of the test's pages", at: node.span,
        help: known.isEmpty
          ? "the pages have no items" : Suggestion.help(for: entry.name, among: known.map(\.name))))
    return nil
  }

  private static func subject(_ key: String) -> JobTest.Expectation.Subject? {
    switch key {
    case TestSection.notProcessed: .notProcessed
    case TestSection.deliveredTwice: .deliveredTwice
    default: Name(key).map { .received($0) }
    }
  }
}
