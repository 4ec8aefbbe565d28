import DurableFiles
import Foundation
import TestSupport
import Testing

/// New contents in the place of a file, with nothing else of it changed.
struct FileReplacementTests {
  private let new = Array("new".utf8)

  @Test func aFileHasItsNewContentsAndItsMode() async throws {
    try await withTemporaryFolder { folder in
      let path = try file("old", in: folder, mode: 0o640)
      try FileReplacement(of: path).write(new)
      #expect(try contents(of: path) == "new")
      #expect(try mode(of: path) == 0o640)
      #expect(try Directory(at: folder).names() == ["job.yaml"])
    }
  }

  @Test func aLinkStaysOneAndTheFileBehindItIsReplaced() async throws {
    try await withTemporaryFolder { folder in
      let path = try file("old", in: folder)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "job.yaml")
      try FileReplacement(of: "\(folder)/link").write(new)
      #expect(try contents(of: path) == "new")
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "job.yaml")
    }
  }

  @Test func aFileOfTwoNamesIsChangedUnderBoth() async throws {
    try await withTemporaryFolder { folder in
      let path = try file("a longer old text", in: folder)
      try FileManager.default.linkItem(atPath: path, toPath: "\(folder)/other")
      try FileReplacement(of: path).write(new)
      #expect(try contents(of: "\(folder)/other") == "new")
      #expect(try Directory(at: folder).names().sorted() == ["job.yaml", "other"])
    }
  }

  @Test func aFolderIsRefusedByItsKind() async throws {
    try await withTemporaryFolder { folder in
      let refusal = #expect(throws: FileReplacement.Refusal.self) {
        try FileReplacement(of: folder).write(new)
      }
      #expect(refusal?.description == "it is a folder, not a regular file")
      #expect(refusal?.isDenied == false)
    }
  }

  /// What is not there is reported by who reads it.
  @Test func aMissingFilePassesTheCheckAndIsNotCreated() async throws {
    try await withTemporaryFolder { folder in
      let replacement = FileReplacement(of: "\(folder)/missing")
      try replacement.check()
      #expect(throws: FileError.self) { try replacement.write(new) }
      #expect(try Directory(at: folder).names().isEmpty)
    }
  }

  private func file(_ text: String, in folder: String, mode: Int = 0o600) throws -> String {
    let path = "\(folder)/job.yaml"
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  private func contents(of path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}
