import Diagnostics
import Foundation
import JobFile
import Settings
import Testing
import YAMLReader

/// What holds of every file that a test loads, right or wrong: the schema agrees with the check,
/// the canonical form says the same, and so does the file with its defaults written out.
struct LanguagePromises {
  let loaded: LoadedJobFile
  let loader: JobFileLoader
  let path: String
  let state: String?

  func check() async throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var findings = Findings()
    guard let root = YAMLDocument.read(bytes, file: path, findings: &findings) else { return }
    try await checkSchema(root)
    try checkFormat()
    try checkDefaults()
  }

  private func checkSchema(_ root: Node) async throws {
    guard let validator = SchemaValidator.shared else { return }
    let errors = try await validator.errors(root)
    if loaded.definition != nil {
      #expect(errors == [], "the schema refuses what check accepts")
    } else if loaded.findings.contains(where: isForTheSchema),
      // Of a repeated key, a schema sees the last one only.
      !loaded.findings.contains(where: { $0.id == "settings.repeated" })
    {
      #expect(errors != [], "the schema accepts what check refuses: \(loaded.findings)")
    }
  }

  /// The findings that a schema cannot make: it knows no values from outside, compares no two places
  /// and does not read conditions.
  private static let beyondSchema: Set<String> = [
    "params.choices", "params.missing", "path.address", "params.nested", "params.unknown",
    "params.value", "observe.ping",
    "predicate.field", "predicate.limit", "predicate.repeated", "predicate.status",
    "predicate.syntax", "predicate.type", "routes.claim", "routes.guarantee", "routes.name",
    "secret.form", "settings.conflict", "settings.repeated", "sink.table", "source.address",
    "source.concurrency", "source.data",
    "tests.cursor", "tests.date", "tests.entry", "tests.name", "tests.pages", "tests.route",
    "value.limit",
    "value.missing", "value.reference",
  ]

  /// Whether a schema can express what a finding reports.
  private func isForTheSchema(_ finding: Diagnostic) -> Bool {
    // What a value from outside comes to, and what a parameter or a test is, is beyond it as well.
    finding.severity == .error && !Self.beyondSchema.contains(finding.id)
      && !finding.message.contains("${") && !finding.message.contains("'expect'")
      && !finding.message.contains("the value of ") && !finding.message.hasSuffix(" is empty")
      && !(finding.id == "secret.literal" && loaded.text.contains("${param:"))
  }

  private func checkFormat() throws {
    let formatted = try JobFileFormatter(catalog: fakePlugins).format(path)
    guard let text = formatted.formatted else {
      #expect(formatted.findings.map(\.id) == ["format.unsafe"])
      return
    }
    let again = try reload(text) { try ($0, JobFileFormatter(catalog: fakePlugins).format(path)) }
    #expect(again.1.formatted == text)
    #expect((again.0.definition == nil) == (loaded.definition == nil))
    #expect(again.0.completed == loaded.completed)
    #expect(again.0.findings.map(\.message).sorted() == loaded.findings.map(\.message).sorted())
  }

  private func checkDefaults() throws {
    guard let text = loaded.completed, !text.contains("‹secret›") else { return }
    let again = try reload(text) { $0 }
    #expect(again.findings.filter { $0.severity == .error } == [], "in \(text)")
    #expect(again.completed == text)
  }

  /// Loads another text from the same place, because paths begin there.
  private func reload<Result>(
    _ text: String, _ body: (LoadedJobFile) throws -> Result
  ) throws -> Result {
    let url = URL(fileURLWithPath: path)
    let original = try Data(contentsOf: url)
    try Data(text.utf8).write(to: url)
    defer { try? original.write(to: url) }
    return try body(loader.load(path, state: state))
  }
}
