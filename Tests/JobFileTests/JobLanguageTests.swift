import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import Settings
import Testing

/// The language as data says what the checks say: nothing can be added to one alone.
struct JobLanguageTests {
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
    let list = root.appending(path: "Sources/Diagnostics/FindingID+Known.swift")
    let declared = try String(contentsOf: list, encoding: .utf8)
      .matches(of: /static let ([A-Za-z]+) = FindingID\(\s*"([a-z_.]+)"/)
      .map { (constant: String($0.output.1), name: String($0.output.2)) }
    #expect(
      FindingID.known.map(\.name) == declared.map(\.name), "the list has each of them, in order")
    #expect(declared.map(\.name) == declared.map(\.name).sorted())
    #expect(Set(declared.map(\.name)).count == declared.count)
    var used: Set<Substring> = []
    let files = FileManager.default.enumerator(
      at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files)
    where file.pathExtension == "swift" && file.lastPathComponent != list.lastPathComponent {
      let text = try String(contentsOf: file, encoding: .utf8)
      used.formUnion(text.matches(of: /\.([a-z]+[A-Z][A-Za-z]+)/).map(\.output.1))
    }
    for finding in declared {
      #expect(used.contains(Substring(finding.constant)), "nothing reports '\(finding.name)'")
    }
  }
}
