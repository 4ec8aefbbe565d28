import DurableFiles
import Foundation
import TestSupport
import Testing

/// Somebody else on the way to a folder.
@Suite(.enabled(if: geteuid() == 0, "only root can give files away"))
struct WayToFolderTests {
  @Test(arguments: [0o777, 0o757])
  func aFolderOnTheWayThatEveryoneCanChangeIsRefused(mode: Int) async throws {
    try await withTemporaryFolder { folder in
      _ = try Directory(ownedAt: "\(folder)/shared/own")
      #expect(chmod("\(folder)/shared", mode_t(mode)) == 0)
      let error = #expect(throws: FileError.self) {
        _ = try Directory(ownedAt: "\(folder)/shared/own/queue")
      }
      #expect(
        error?.description
          == "cannot keep files below \(folder)/shared: every user can write in it")
      #expect(error?.isDenied == true)
    }
  }

  /// The folder was created first, and then refused.
  @Test func nothingIsCreatedInAFolderThatIsRefused() async throws {
    try await withTemporaryFolder { folder in
      _ = try Directory(ownedAt: "\(folder)/shared")
      #expect(chmod("\(folder)/shared", 0o777) == 0)
      for path in ["\(folder)/shared/own", "\(folder)/shared/own/queue"] {
        let error = #expect(throws: FileError.self) { _ = try Directory(ownedAt: path) }
        #expect(error?.obstacle == .writers(.everyone))
      }
      #expect(try Directory(at: "\(folder)/shared").names() == [])
    }
  }

  /// Root created the state in a folder that another user had put there, who could then take it away.
  @Test func aFolderThatAnotherUserPutOnTheWayIsRefused() async throws {
    try await withTemporaryFolder { folder in
      #expect(chmod(folder, 0o1777) == 0)
      #expect(
        mkdir("\(folder)/.sluice", 0o755) == 0 && chown("\(folder)/.sluice", 65534, 65534) == 0)
      for check in [
        { _ = try Directory(ownedAt: "\(folder)/.sluice/nightly") },
        { try Directory.checkAccess(at: "\(folder)/.sluice/nightly", for: .owner) },
      ] {
        let error = #expect(throws: FileError.self) { try check() }
        #expect(
          error?.description
            == "cannot keep files below \(folder)/.sluice: it belongs to user nobody, and this is user root"
        )
      }
      let names = try Directory(at: "\(folder)/.sluice").names()
      #expect(names == [])
    }
  }

  /// As root, a link of another user led the state and a queue anywhere.
  @Test(arguments: ["sub", "sub/deeper", "way/sub"])
  func aLinkThatAnotherUserPutOnTheWayIsRefused(path: String) async throws {
    try await withTemporaryFolder { folder in
      _ = try Directory(ownedAt: "\(folder)/victim/deeper")
      _ = try Directory(ownedAt: "\(folder)/shared")
      #expect(chmod("\(folder)/shared", 0o1777) == 0)
      // A link of our own is followed, to one that is not.
      #expect(symlink("../shared", "\(folder)/shared/way") == 0)
      #expect(symlink("../victim", "\(folder)/shared/sub") == 0)
      _ = try Directory(ownedAt: "\(folder)/shared/\(path)/queue")
      #expect(lchown("\(folder)/shared/sub", 65534, 65534) == 0)
      let error = #expect(throws: FileError.self) {
        _ = try Directory(ownedAt: "\(folder)/shared/\(path)/queue")
      }
      #expect(error?.obstacle == .owner(65534))
    }
  }

  /// What is in the home of a user is that user's will: root may work there.
  @Test func aFolderInTheHomeOfAnotherUserIsTaken() async throws {
    try await withTemporaryFolder { folder in
      #expect(mkdir("\(folder)/home", 0o755) == 0 && chown("\(folder)/home", 65534, 65534) == 0)
      _ = try Directory(ownedAt: "\(folder)/home/.sluice/nightly")
    }
  }
}
