import Foundation
import TestSupport
import Testing

/// `sluice new-sink`: what it writes, and that it writes nothing where anything is in the way. `.ci/outside` builds what it
/// writes, and runs it.
@Suite(.timeLimit(.minutes(15)))
struct NewSinkTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A folder with what a checkout of sluice has in it, as far as it matters here.
  private static func checkout(_ body: (Sluice, _ folder: String) async throws -> Void) async throws
  {
    try await withTemporaryFolder { folder in
      let files = FileManager.default
      for path in ["Sources/sluice", "Sources/SluiceHost"] {
        try files.createDirectory(atPath: "\(folder)/\(path)", withIntermediateDirectories: true)
      }
      for path in ["Package.swift", "Sources/sluice/Sluice.swift"] {
        try files.copyItem(atPath: "\(root)/\(path)", toPath: "\(folder)/\(path)")
      }
      try await body(Sluice(folder: folder), folder)
    }
  }

  private static func tree(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test func aSinkIsAFolderAndTwoLinesInTheLists() async throws {
    try await Self.checkout { sluice, folder in
      let ended = try await sluice.run("new-sink", "text-file", "--no-build")
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      #expect(
        ended.lines.prefix(7) == [
          "wrote Plugins/TextFileSink/Sources/TextFileSinkModule.swift",
          "wrote Plugins/TextFileSink/Sources/TextFileSink.swift",
          "wrote Plugins/TextFileSink/Sources/TextFileSinkConsumer.swift",
          "wrote Plugins/TextFileSink/Tests/TextFileSinkTests.swift",
          "wrote config/jobs/text-file.yaml", "added a line to Package.swift",
          "added a line to Sources/sluice/Sluice.swift",
        ])
      let program = try String(
        contentsOfFile: "\(folder)/Sources/sluice/Sluice.swift", encoding: .utf8)
      #expect(program.contains("\nimport TextFileSink\nimport WebhookSink\n"))
      #expect(program.contains("    TextFileSinkModule.self,\n  ]\n\n  static func main()"))
      let listed = try await sluice.run(
        shell:
          "swift package dump-package --package-path . | grep -c '\"TextFileSink\\(Tests\\)*\"'")
      #expect(listed.exit == .code(0), "\(listed.stderr)")
      let checked = try await sluice.run("check", "config/jobs/text-file.yaml")
      #expect(checked.stderr.contains("is not a kind of sink"), "it is not built yet")
      let again = try await sluice.run("new-sink", "text_file", "--no-build")
      #expect(again.exit == .code(64))
      #expect(again.stderr.contains("'Plugins/TextFileSink' exists already"))
    }
  }

  @Test func aSinkCanBeAPackageOfItsOwn() async throws {
    try await Self.checkout { sluice, folder in
      let before = try Self.tree(folder)
      let ended = try await sluice.run(
        "new-sink", "text_file", "--package", "mine/text", "--no-build", "--format", "json")
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      #expect(
        try Self.tree("\(folder)/mine/text") == [
          ".gitignore", "Package.swift", "Sources/TextFileSink/TextFileSink.swift",
          "Sources/TextFileSink/TextFileSinkConsumer.swift",
          "Sources/TextFileSink/TextFileSinkModule.swift", "Sources/my-sluice/MySluice.swift",
          "Tests/TextFileSinkTests/TextFileSinkTests.swift", "job.yaml",
        ])
      #expect(Set(before).isSubset(of: try Self.tree(folder)))
      struct Answer: Decodable {
        struct Result: Decodable {
          let kind: String
          let files: [String]
          let changed: [String]
        }
        let result: Result
      }
      let answer = try JSONDecoder().decode(Answer.self, from: Data(ended.stdout.utf8)).result
      #expect((answer.kind, answer.changed) == ("text_file", []))
      #expect(answer.files.count == 8)
      let again = try await sluice.run("new-sink", "text_file", "--package", "mine/text")
      #expect(again.exit == .code(64))
      #expect(again.stderr.contains("is not empty: it has '.gitignore'"))
    }
  }

  @Test(arguments: [
    ("TextFile", "'TextFile' is no name for a kind of sink"), ("a__b", "'a__b' is no name"),
    ("stdout", "there is a sink 'stdout' already; choose another name"),
  ])
  func aNameThatNoSinkCanHaveIsRefused(name: String, message: String) async throws {
    try await Self.checkout { sluice, folder in
      let before = try Self.tree(folder)
      let ended = try await sluice.run("new-sink", name, "--no-build")
      #expect(ended.exit == .code(64))
      #expect(ended.stderr.contains(message), "\(ended.stderr)")
      #expect(try Self.tree(folder) == before)
    }
  }

  @Test(arguments: ["Package.swift", "Sources/sluice/Sluice.swift"])
  func whereTheListsAreNotNothingIsWritten(path: String) async throws {
    try await Self.checkout { sluice, folder in
      try "// nothing".write(toFile: "\(folder)/\(path)", atomically: false, encoding: .utf8)
      let before = try Self.tree(folder)
      let ended = try await sluice.run("new-sink", "text_file", "--no-build")
      #expect(ended.exit == .code(64))
      #expect(ended.stderr.contains("is not the package sluice"), "\(ended.stderr)")
      #expect(try Self.tree(folder) == before)
    }
  }
}
