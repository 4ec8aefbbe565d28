import Diagnostics
import Foundation
import JobFile
import Settings
import Testing

/// The language as data says what the checks say: nothing can be added to one alone.
struct LanguageTests {
  private let language = JobLanguage(fakePlugins)

  @Test func everyMappingTakesTheKeysThatTheDescriptionHas() async throws {
    let sections = language.keys.filter { !$0.shape.keys.isEmpty && $0.name != "source" }
      .map { (path: $0.name, keys: $0.shape.keys, file: job(more: "\($0.name): { zzzzzzzz: 1 }")) }
    let files =
      sections.filter { $0.path != "tests" } + [
        ("", language.keys, job(more: "zzzzzzzz: 1")),
        (
          "source.pleo", language.shape.value(under: "source")?.value(under: "pleo")?.keys ?? [],
          job(pleo: "zzzzzzzz: 1")
        ),
        (
          "routes[]", language.shape.value(under: "routes")?.element?.keys ?? [],
          job(routes: "  - { zzzzzzzz: 1, sink: { stdout: {} } }")
        ),
        (
          "params.<name>", language.shape.value(under: "params")?.value(under: "a")?.keys ?? [],
          job(more: "params: { a: { type: text, zzzzzzzz: 1 } }")
        ),
      ]
    for (path, keys, file) in files {
      let findings = try await load(file).file.findings
      let help = try #require(findings.first { $0.id == "settings.unknown" }?.help, "\(path)")
      let known = help.dropFirst("use one of: ".count).split(separator: ", ").map(String.init)
      #expect(known.sorted() == keys.map(\.name).sorted(), "\(path)")
    }
  }

  @Test func everyFindingThatTheSourcesMakeIsDescribed() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var made: Set<String> = []
    let files = FileManager.default.enumerator(
      at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      // Most are after a label, some are the first of several arguments.
      made.formUnion(text.matches(of: /id: "([a-z]+\.[a-z_]+)"/).map { String($0.output.1) })
      made.formUnion(text.matches(of: /"(predicate\.[a-z_]+)"/).map { String($0.output.1) })
      made.formUnion(
        text.matches(of: /"((?:run|command)\.[a-z_]+)"/).map { String($0.output.1) })
      made.formUnion(text.matches(of: /var id = "([a-z]+\.[a-z_]+)"/).map { String($0.output.1) })
      for match in text.matches(of: /id: "\\\(role\)(\.[a-z]+)"/) {
        made.formUnion(["sink\(match.output.1)", "source\(match.output.1)"])
      }
    }
    let described = KnownFindings.language.map(\.id)
    #expect(described == described.sorted())
    #expect(made.sorted() == described)
  }
}
