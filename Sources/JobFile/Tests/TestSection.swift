import Diagnostics
import ExportModel
import Settings

/// The section `tests`: its settings, and how they become tests.
struct TestSection {
  static let name = Setting("name", ValueType.text, "What is tested, in words.")
  static let crash = Setting<JobTest.Crash?>(
    "crash", ValueType.crash.optional, default: nil,
    "Where the process dies, after which the job is run again.")
  static let settings: [any DeclaredSetting] = [name, crash]
  static let pages = "pages"
  static let expect = "expect"
  static let notProcessed = "not_processed"
  static let deliveredTwice = "delivered_twice"

  let context: ReadingContext
  /// The names of the routes; nil when not all of them are known.
  let routes: [Name]?
  private var earlier: [String: (pages: [JobTest.Page]?, span: SourceSpan)] = [:]

  init(context: ReadingContext, routes: [Name]?) {
    self.context = context
    self.routes = routes
  }

  /// Reads `tests:`; what is wrong is reported, and its test is left out.
  static func readAll(
    _ node: Node?, context: ReadingContext, routes: [Name]?, findings: inout Findings
  ) -> [JobTest] {
    guard let node else { return [] }
    guard
      let list = node.list(
        "'tests' is a list of tests",
        help: "begin each test with a dash and its name: - name: the last page has a cursor too",
        findings: &findings)
    else { return [] }
    var section = TestSection(context: context, routes: routes)
    return list.compactMap { section.read($0, findings: &findings) }
  }

  private mutating func read(_ node: Node, findings: inout Findings) -> JobTest? {
    guard
      let fields = Fields(
        node, of: "a test", known: Self.settings.map(\.name) + [Self.pages, Self.expect],
        findings: &findings)
    else { return nil }
    let name = Self.name.read(fields, in: context, findings: &findings)
    let crash = crash(fields, findings: &findings)
    let pages = fields.required(Self.pages, findings: &findings).flatMap {
      self.pages($0, findings: &findings)
    }
    let expectations = fields.required(Self.expect, findings: &findings).flatMap {
      TestExpectations(routes: routes, pages: pages).read($0, findings: &findings)
    }
    let span = fields[Self.name.name]?.span ?? node.span
    if let name {
      if let first = earlier[name] {
        findings.add(
          Diagnostic(
            id: .testsName, "two tests are called '\(name)'", at: span,
            help: "give each test a name of its own",
            notes: [.init("first used here", at: first.span)]
          ))
      } else {
        earlier[name] = (pages, span)
      }
    }
    guard let name, let crash, let pages, let expectations else { return nil }
    return JobTest(name: name, pages: pages, crash: crash, expectations: expectations, span: span)
  }

  private func crash(_ fields: Fields, findings: inout Findings) -> JobTest.Crash?? {
    guard let crash = Self.crash.read(fields, in: context, findings: &findings) else { return nil }
    if let route = crash?.route, let routes, !routes.contains(route),
      let span = fields[Self.crash.name]?.span
    {
      findings.add(
        Diagnostic(
          id: .testsRoute, "no route is called '\(route)'", at: span,
          help: Suggestion.help(for: route.text, among: routes.map(\.text))))
    }
    return crash
  }

  /// The pages that are in the test, or those of an earlier one that it names.
  private func pages(_ node: Node, findings: inout Findings) -> [JobTest.Page]? {
    guard case .scalar(let scalar) = node.content, !scalar.isAbsent else {
      return TestPages(context: context).read(node, findings: &findings)
    }
    if scalar.isUnresolved { return nil }
    if let known = earlier[scalar.text] { return known.pages }
    findings.add(
      Diagnostic(
        id: .testsPages, "no earlier test is called '\(scalar.written)'", at: node.span,
        help: earlier.isEmpty
          ? "write a list of pages"
          : Suggestion.help(for: scalar.written, among: earlier.keys.sorted())
      ))
    return nil
  }
}

extension ValueType where Value == JobTest.Crash {
  /// A place in a run: `after storing`, `after delivering batch 1 to intake`.
  static var crash: ValueType {
    ValueType(
      scalar: "a place in a run", example: "after delivering batch 1 to intake",
      shape: .text(
        pattern: "^after (retrieving|storing|(delivering|recording) batch [1-9][0-9]* to .+)$"),
      form: "after retrieving, after storing, after delivering batch 1 to a route or after "
        + "recording batch 1 to a route",
      parse: { text, _ in parse(text.split(separator: " ", omittingEmptySubsequences: false)) },
      write: { "\($0)" })
  }

  private static func parse(_ words: [Substring]) -> JobTest.Crash? {
    if words == ["after", "retrieving"] { return .afterRetrieving }
    if words == ["after", "storing"] { return .afterStoring }
    guard words.count == 6, words[0] == "after", words[2] == "batch", words[4] == "to",
      let batch = Int(words[3]), batch > 0, "\(batch)" == words[3],
      let route = Name(String(words[5]))
    else { return nil }
    switch words[1] {
    case "delivering": return .afterDelivering(batch: batch, route: route)
    case "recording": return .afterRecording(batch: batch, route: route)
    default: return nil
    }
  }
}
