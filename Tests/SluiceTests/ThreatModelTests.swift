import Foundation
import Testing

/// The threat model says what is protected; it may not promise what nothing shows.
@Suite struct ThreatModelTests {
  private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The names of tests in the table of protections.
  private static var named: [String] {
    get throws {
      let article = "Sources/ExportEngine/ExportEngine.docc/ThreatModel.md"
      let text = try String(contentsOf: project.appending(path: article), encoding: .utf8)
      let protections = text.components(separatedBy: "\n## ").first {
        $0.hasPrefix("Protections\n")
      }
      return (protections ?? "").split(separator: "\n").filter { $0.hasSuffix("` |") }
        .compactMap { $0.split(separator: "`").dropLast().last.map(String.init) }
    }
  }

  private static func sources(below folder: String) throws -> String {
    let folder = project.appending(path: folder)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("Tests.swift") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
  }

  @Test func everyProtectionHasItsTest() throws {
    let tests = try Self.sources(below: "Tests") + Self.sources(below: "Plugins")
    let named = try Self.named
    #expect(named.count >= 18)
    for name in named {
      #expect(tests.contains("func \(name)("), "no test is called \(name)")
    }
  }
}
