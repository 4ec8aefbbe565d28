import Foundation
import TestSupport
import Testing

@testable import DurableFiles

/// What keeps a file or a folder from being used, and what the operator reads of it.
struct ObstacleTests {
  @Test(arguments: [
    (
      Obstacle.notAFile(.directory), "it is a folder, not a regular file",
      "find out who put it there, and move it away"
    ),
    (
      .notAFolder(.file), "it is a file, not a folder",
      "find out who put it there, and move it away"
    ),
    (
      .names(2), "the file has 2 names (hard links)",
      "find out who made the other name, and remove one of them"
    ),
    (
      .writers(.group), "its group can write in it",
      "remove that right with 'chmod g-w /q', or set 'access: group'"
    ),
    (
      .writers(.everyone), "every user can write in it",
      "name a folder of its own, or remove that right with 'chmod o-w /q'"
    ),
  ])
  func itSaysWhatIsInTheWayAndWhatToDo(obstacle: Obstacle, words: String, help: String) {
    #expect(obstacle.words == words)
    #expect(obstacle.help(at: "/q") == help)
  }

  @Test(arguments: [
    (0o700, FileAccess.owner, nil), (0o755, .owner, nil), (0o770, .group, nil),
    (0o707, .owner, Obstacle.writers(.everyone)), (0o777, .group, .writers(.everyone)),
  ])
  func aFolderIsUsedUnlessOthersCanWriteInIt(
    mode: Int, access: FileAccess, obstacle: Obstacle?
  ) async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
      #expect(FileStatus(at: folder)?.obstacle(toFolderFor: access) == obstacle)
    }
  }

  @Test func aFileIsUsedUnlessItHasAnotherNameOrIsNone() async throws {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/file"
      try Data().write(to: URL(filePath: path))
      #expect(FileStatus(at: path)?.obstacle(toFileFor: .owner) == nil)
      try FileManager.default.linkItem(atPath: path, toPath: "\(folder)/other")
      #expect(FileStatus(at: path)?.obstacle(toFileFor: .owner) == .names(2))
      #expect(FileStatus(at: folder)?.obstacle(toFileFor: .owner) == .notAFile(.directory))
      #expect(FileStatus(at: path)?.obstacle(toFolderFor: .owner) == .notAFolder(.file))
    }
  }
}
