import Foundation
import Testing

/// What comments cite is in this repository: a reader has no other.
struct CitationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The texts of the source files in some folders, by their paths.
  private func texts(in folders: [String]) throws -> [(path: String, text: String)] {
    try folders.flatMap { folder in
      let files = FileManager.default.enumerator(
        at: Self.root.appending(path: folder), includingPropertiesForKeys: nil)
      return try (files?.compactMap { $0 as? URL } ?? [])
        .filter { $0.pathExtension == "swift" || $0.pathExtension == "md" }
        .map { ($0.path, try String(contentsOf: $0, encoding: .utf8)) }
    }
  }

  @Test func everySectionThatIsCitedIsInTheArticle() throws {
    let article = try String(
      contentsOf: Self.root.appending(
        path: "Plugins/PleoSource/Sources/PleoSource.docc/ExportAPI.md"), encoding: .utf8)
    let sections = Set(article.matches(of: /\n## (.+)/).map { String($0.output.1) })
    var cited: Set<String> = []
    for (path, text) in try texts(in: ["Sources", "Plugins", "Tests"]) {
      let line = text.replacing(/\s*\n\s*\/{2,3}[ ]/, with: " ")
      for match in line.matches(of: /\*The Export API\*, \*([^*]+)\*/) {
        let section = String(match.output.1)
        #expect(sections.contains(section), "\(path) cites *\(section)*")
        cited.insert(section)
      }
    }
    #expect(cited.count > 4)
  }

  /// Comments cited papers that the repository did not have.
  @Test func noCommentCitesAFileThatIsNotHere() throws {
    for (path, text) in try texts(in: ["Sources", "Plugins", "Tests"]) {
      for match in text.matches(of: /`([A-Za-z0-9_\/.-]+\.md)`/) {
        let cited = String(match.output.1)
        // Of a file alone, a name that is somewhere.
        let isThere =
          FileManager.default.fileExists(atPath: Self.root.appending(path: cited).path)
        #expect(isThere, "\(path) cites \(cited)")
      }
    }
  }

  /// A link to a file or an article that is not there, in the README and in every article.
  @Test func everyLinkLeadsSomewhere() throws {
    var articles = try texts(in: ["Sources", "Plugins", "config"]).filter {
      $0.path.hasSuffix(".md")
    }
    let readme = Self.root.appending(path: "README.md")
    articles.append((readme.path, try String(contentsOf: readme, encoding: .utf8)))
    var count = 0
    for (path, text) in articles {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      for match in text.matches(of: /\]\(([^)#:\s]+)(#[^)]*)?\)/) {
        let target = folder.appending(path: String(match.output.1)).standardizedFileURL
        #expect(
          FileManager.default.fileExists(atPath: target.path), "\(path) links to \(match.output.1)")
        count += 1
      }
      for match in text.matches(of: /<doc:([^>\/]+)>/) {
        let name = "\(match.output.1).md"
        let isThere = [
          folder, folder.appending(path: "Decisions"), folder.deletingLastPathComponent(),
        ]
        .contains { FileManager.default.fileExists(atPath: $0.appending(path: name).path) }
        #expect(isThere, "\(path) links to the article \(match.output.1)")
        count += 1
      }
    }
    #expect(count > 50)
  }

  /// Another source needs no change in them.
  @Test func theLanguageAndTheEngineKnowNoSource() throws {
    for (path, text) in try texts(in: ["Sources/JobFile", "Sources/ExportEngine"])
    where path.hasSuffix(".swift") {
      #expect(!text.lowercased().contains("pleo"), "\(path)")
    }
  }
}
