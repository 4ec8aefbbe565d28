import Foundation
import TestSupport
import Testing

@testable import DurableFiles

/// Files of lines that grow at their end.
@Suite struct AppendingTests {
  private func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  @Test func linesComeBehindOneAnother() async throws {
    try await withTemporaryFolder { path in
      let folder = try Directory(ownedAt: path)
      #expect(try folder.size(of: "lines") == nil)
      try folder.append(Array("one\n".utf8), to: "lines")
      try folder.append(Array("two\nthree".utf8), to: "lines")
      try folder.append(Array("four\n".utf8), to: "lines")
      #expect(try text(of: "\(path)/lines") == "one\ntwo\nthree\nfour\n")
      #expect(try folder.size(of: "lines") == 19)
    }
  }

  @Test(arguments: [
    ("", ""), ("one\n", "one\n"), ("one\ntwo", "one\n"), ("one", ""),
    ("one\n" + String(repeating: "x", count: 10_000), "one\n"),
    (String(repeating: "x", count: 10_000), ""),
    (String(repeating: "x", count: 10_000) + "\n", String(repeating: "x", count: 10_000) + "\n"),
  ])
  func halfALineIsCutOff(before: String, after: String) async throws {
    try await withTemporaryFolder { path in
      let folder = try Directory(ownedAt: path)
      try folder.write(Array(before.utf8), to: "lines")
      try folder.cutOffHalfALine(of: "lines")
      #expect(try text(of: "\(path)/lines") == after)
      try folder.cutOffHalfALine(of: "none")
      #expect(try folder.size(of: "none") == nil)
    }
  }

  @Test func aFileIsReadInParts() async throws {
    try await withTemporaryFolder { path in
      let folder = try Directory(ownedAt: path)
      let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
      try folder.write(bytes, to: "file")
      var parts: [Int] = []
      var read: [UInt8] = []
      try folder.read("file") { part in
        parts.append(part.count)
        read += part
      }
      #expect(read == bytes)
      #expect(parts.allSatisfy { $0 <= 1 << 20 } && parts.count == 3)
      try folder.read("none") { _ in Issue.record("a file that is missing has no part") }
    }
  }

  @Test func whatIsShortenedIsDurable() async throws {
    try await withTemporaryFolder { path in
      let folder = try Directory(ownedAt: path)
      try folder.write(Array("one two".utf8), to: "file")
      try folder.shorten("file", to: 3)
      #expect(try text(of: "\(path)/file") == "one")
    }
  }

  @Test func aPathHasAFolderAndAName() {
    for (path, folder, name) in [
      ("/a/b/c", "/a/b", "c"), ("/c", "/", "c"), ("a/c", "a", "c"), ("c", ".", "c"),
    ] {
      let parts = Directory.parts(of: path)
      #expect((parts.folder, parts.name) == (folder, name))
    }
  }
}
