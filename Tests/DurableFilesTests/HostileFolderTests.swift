import DurableFiles
import Foundation
import TestSupport
import Testing

/// Folders in which somebody hostile has put something, and folders that others can change.
@Suite struct HostileFolderTests {
  /// What stands where a file of ours is to be.
  enum Planted: String, CaseIterable {
    case link, linkToNowhere, hardLink, pipe, folder, device

    /// Puts it into a folder; false where this user may not.
    func put(_ name: String, in folder: String, to victim: String) -> Bool {
      let path = "\(folder)/\(name)"
      return switch self {
      case .link: symlink(victim, path) == 0
      case .linkToNowhere: symlink("\(folder)/nowhere", path) == 0
      case .hardLink: Foundation.link(victim, path) == 0
      case .pipe: mkfifo(path, 0o600) == 0
      case .folder: mkdir(path, 0o700) == 0
      // The device /dev/null.
      case .device: mknod(path, S_IFCHR | 0o600, 0x103) == 0
      }
    }

    var words: String {
      switch self {
      case .link, .linkToNowhere: "it is a symbolic link, not a regular file"
      case .hardLink: "the file has 4 names (hard links)"
      case .pipe: "it is a named pipe, not a regular file"
      case .folder: "it is a folder, not a regular file"
      case .device: "it is a device or a socket, not a regular file"
      }
    }
  }

  private let holder = FileLock.Holder(pid: 1, host: "here", since: "now")

  /// Each was written through, and emptied first.
  @Test(arguments: Planted.allCases)
  func nothingIsWrittenThroughWhatSomebodyElsePutThere(planted: Planted) async throws {
    try await withTemporaryFolder { folder in
      let victim = "\(folder)/victim"
      try Data("precious".utf8).write(to: URL(filePath: victim))
      let directory = try Directory(ownedAt: "\(folder)/own")
      for name in ["file", ".replaced.new", "lock"] {
        guard planted.put(name, in: directory.path, to: victim) else { return }
      }
      let expected = "cannot open \(directory.path)"
      let written = #expect(throws: FileError.self) { try directory.write([1], to: "file") }
      #expect(written?.description == "\(expected)/file: \(planted.words)")
      let replaced = #expect(throws: FileError.self) {
        try directory.replace("replaced", with: [1])
      }
      #expect(replaced?.description == "\(expected)/.replaced.new: \(planted.words)")
      let locked = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock("lock", in: directory, holder: holder)
      }
      #expect(locked?.description == "\(expected)/lock: \(planted.words)")
      let checked = #expect(throws: FileError.self) { try directory.checkOwned("file") }
      #expect(checked?.description == "\(expected)/file: \(planted.words)")
      #expect(checked?.isDenied == false)
      #expect(FileManager.default.contents(atPath: victim) == Data("precious".utf8))
      let names = try Directory(at: folder).names()
      #expect(names == ["own", "victim"])
    }
  }

  /// A pipe kept the reader waiting, and a device had no end.
  @Test(arguments: Planted.allCases.filter { $0 != .hardLink })
  func onlyRegularFilesAreRead(planted: Planted) async throws {
    try await withTemporaryFolder { folder in
      let victim = "\(folder)/victim"
      try Data("secret".utf8).write(to: URL(filePath: victim))
      guard planted.put("file", in: folder, to: victim) else { return }
      let directory = try Directory(at: folder)
      let error = #expect(throws: FileError.self) { try directory.read("file", atMost: 100) }
      #expect(error?.description == "cannot open \(folder)/file: \(planted.words)")
      #expect(FileLock.lastHolder(at: "\(folder)/file") == nil)
    }
  }

  @Test func aFileIsReadUpToItsLimit() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(ownedAt: folder)
      try directory.write([1, 2, 3], to: "file")
      #expect(try directory.read("file", atMost: 3) == [1, 2, 3])
      let error = #expect(throws: FileError.self) { try directory.read("file", atMost: 2) }
      #expect(error?.isTooLarge == true)
    }
  }

  @Test(arguments: [0o777, 0o1777, 0o702, 0o757])
  func aFolderThatEveryoneCanWriteInIsRefused(mode: Int) async throws {
    try await withTemporaryFolder { folder in
      #expect(chmod(folder, mode_t(mode)) == 0)
      for access in FileAccess.allCases {
        let error = #expect(throws: FileError.self) {
          _ = try Directory(ownedAt: folder, access: access)
        }
        #expect(
          error?.description == "cannot keep files in \(folder): every user can write in it")
        #expect(
          error?.help
            == "name a folder of its own, or remove that right with 'chmod o-w \(folder)'")
        #expect(error?.isDenied == true)
        let looked = #expect(throws: FileError.self) {
          try Directory.checkAccess(at: folder, for: access)
        }
        #expect(looked == error)
      }
    }
  }

  @Test(arguments: [0o700, 0o750, 0o755, 0o711])
  func aFolderThatOthersMayOnlyReadIsTaken(mode: Int) async throws {
    try await withTemporaryFolder { folder in
      #expect(chmod(folder, mode_t(mode)) == 0)
      try Directory(ownedAt: folder).write([1], to: "file")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func aFolderOfAnotherUserIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let theirs = "\(folder)/theirs"
      #expect(mkdir(theirs, 0o755) == 0 && chown(theirs, 65534, 65534) == 0)
      let error = #expect(throws: FileError.self) { _ = try Directory(ownedAt: theirs) }
      #expect(
        error?.description
          == "cannot keep files in \(theirs): it belongs to user nobody, and this is user root")
      #expect(
        error?.help == "run sluice as user nobody, or give it to this user with chown")
      #expect(error?.isDenied == true)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func aFolderThatAGroupCanWriteInIsTakenWhereTheGroupIsMeantTo() async throws {
    try await withTemporaryFolder { folder in
      #expect(chown(folder, 0, 100) == 0 && chmod(folder, 0o770) == 0)
      let error = #expect(throws: FileError.self) { _ = try Directory(ownedAt: folder) }
      #expect(error?.description == "cannot keep files in \(folder): its group can write in it")
      #expect(
        error?.help
          == "remove that right with 'chmod g-w \(folder)', or set 'access: group'")
      try Directory(ownedAt: folder, access: .group).write([1], to: "file")
      // The group of root has nobody else in it.
      #expect(chown(folder, 0, 0) == 0)
      _ = try Directory(ownedAt: folder)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func aLinkOfAnotherUserToAFolderIsRefused() async throws {
    try await withTemporaryFolder { folder in
      _ = try Directory(ownedAt: "\(folder)/own")
      #expect(symlink("own", "\(folder)/link") == 0)
      _ = try Directory(ownedAt: "\(folder)/link")
      #expect(lchown("\(folder)/link", 65534, 65534) == 0)
      let error = #expect(throws: FileError.self) { _ = try Directory(ownedAt: "\(folder)/link") }
      #expect(error?.obstacle == .owner(65534))
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func aFileOfAnotherUserIsNeitherWrittenNorRemoved() async throws {
    try await withTemporaryFolder { folder in
      let directory = try Directory(ownedAt: folder)
      try directory.write([1], to: "lock")
      #expect(chown("\(folder)/lock", 65534, 65534) == 0)
      let locked = #expect(throws: FileLock.Failure.self) {
        _ = try FileLock("lock", in: directory, holder: holder)
      }
      #expect(
        locked?.description
          == "cannot open \(folder)/lock: it belongs to user nobody, and this is user root")
      #expect(throws: FileError.self) { try directory.write([2], to: "lock") }
      #expect(try directory.read("lock", atMost: 9) == [1])
    }
  }

  @Test func aFolderInAFolderIsNoLink() async throws {
    try await withTemporaryFolder { folder in
      let queue = try Directory(ownedAt: "\(folder)/queue")
      _ = try Directory(ownedAt: "\(folder)/other")
      #expect(symlink("../other", "\(folder)/queue/new") == 0)
      let error = #expect(throws: FileError.self) { _ = try Directory("new", ownedIn: queue) }
      #expect(
        error?.description
          == "cannot open \(folder)/queue/new: it is a symbolic link, not a folder")
    }
  }

  @Test func theLocationOfADirectoryHasNoLink() async throws {
    try await withTemporaryFolder { folder in
      _ = try Directory(ownedAt: "\(folder)/own")
      #expect(symlink("own", "\(folder)/link") == 0)
      let directory = try Directory(ownedAt: "\(folder)/link")
      #expect(try directory.location() == "\(folder)/own")
      #expect(unlink("\(folder)/link") == 0)
      _ = try Directory(ownedAt: "\(folder)/link")
      #expect(throws: FileError.self) { try directory.location() }
    }
  }

  @Test func aReplacementLeavesALinkWithTheNameOfItsDraftAlone() async throws {
    try await withTemporaryFolder { folder in
      for name in ["job.yaml", "victim"] {
        try Data("old".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      #expect(chmod("\(folder)/job.yaml", 0o640) == 0)
      #expect(symlink("victim", "\(folder)/.job.yaml.new") == 0)
      try FileReplacement(of: "\(folder)/job.yaml").write(Array("new".utf8))
      #expect(FileManager.default.contents(atPath: "\(folder)/job.yaml") == Data("new".utf8))
      #expect(FileManager.default.contents(atPath: "\(folder)/victim") == Data("old".utf8))
      #expect(try mode(of: "\(folder)/job.yaml") == 0o640)
      let names = try Directory(at: folder).names()
      #expect(names == [".job.yaml.new", "job.yaml", "victim"])
    }
  }
}
