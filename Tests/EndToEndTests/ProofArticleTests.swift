import Foundation
import Testing

/// *Proof*, the article: its tables are of this program.
@Suite struct ProofArticleTests {
  private static let article: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try? String(
      contentsOf: root.appending(path: "Sources/SluiceHost/SluiceHost.docc/Proof.md"),
      encoding: .utf8)
  }()

  @Test func itHasEveryPointWithItsMeaning() async throws {
    let article = try #require(Self.article)
    let listed = try await Sluice(folder: "/").run("prove", "--list")
    let rows = article.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
      row.split(separator: "|").map { $0.trimmingCharacters(in: [" ", "`"]) }
    }
    let points = listed.lines.map { line in
      let name = line.prefix { $0 != " " }
      return [String(name), line.dropFirst(name.count).trimmingCharacters(in: [" "])]
    }
    #expect(rows == points)
    // The last proof is of every point of a run and of the example's sinks.
    let matrix = article.split(separator: "```text\n")[1].split(separator: "\n")
    let proven = matrix.dropFirst().prefix { !$0.hasPrefix("queue-and-database:") }
      .map { String($0.prefix { $0 != " " }) }
    let parts = ["ledger", "run"] + matrix[0].matches(of: /\((\w+)\)/).map { "\($0.1)" }
    let shown = points.map { $0[0] }.filter { point in
      parts.contains { point.hasPrefix("\($0).") }
    }
    #expect(proven.sorted() == shown.sorted())
    #expect(matrix.contains { $0.hasSuffix("nothing lost, nothing doubled, everything in order") })
  }
}
