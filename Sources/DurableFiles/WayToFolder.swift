#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folders on the way to another one: who can write in one of them can put something else in the place of
/// what follows.
struct WayToFolder {
  /// As many links as Linux follows in one path (path_resolution(7)).
  private static let mostLinks = 40

  private let access: FileAccess
  /// The names that are still to come, the last one first.
  private var ahead: [Substring]
  private var links = 0

  /// Throws where another user may have put something on the way to `path`: in a folder that many can write
  /// in, each folder and each link must be this user's or root's, and one in which everybody can replace them is
  /// refused. In a folder that only its owner can write in, what is there is its owner's will.
  static func check(_ path: String, for access: FileAccess) throws(FileError) {
    var way = WayToFolder(access: access, ahead: path.split(separator: "/").reversed())
    // A relative path begins where the process was started.
    try way.walk(from: path.hasPrefix("/") ? "/" : ".")
  }

  private init(access: FileAccess, ahead: [Substring]) {
    self.access = access
    self.ahead = ahead
  }

  private mutating func walk(from start: String) throws(FileError) {
    var folder = start
    while let name = ahead.popLast() {
      if name == "." { continue }
      let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      try Self.checkWriters(in: folder)
      guard let entry = FileStatus(at: path) else { return }
      try check(entry, at: path, in: folder)
      if entry.kind == .link {
        links += 1
        guard links <= Self.mostLinks, let target = Self.target(of: path) else { return }
        ahead += target.split(separator: "/").reversed()
        if target.hasPrefix("/") { folder = "/" }
      } else {
        folder = path
      }
    }
  }

  /// Throws where everybody can replace what is in a folder.
  private static func checkWriters(in folder: String) throws(FileError) {
    guard let mode = FileStatus(following: folder)?.mode else { return }
    if mode & S_IWOTH != 0, mode & S_ISVTX == 0 {
      throw FileError(operation: "keep files below", path: folder, obstacle: .writers(.everyone))
    }
  }

  private func check(
    _ entry: FileStatus, at path: String, in folder: String
  ) throws(FileError) {
    guard let parent = FileStatus(following: folder) else { return }
    let isShared =
      parent.mode & S_IWOTH != 0
      || parent.mode & S_IWGRP != 0 && !Account.isAlone(parent.user, in: parent.group)
    if isShared, !entry.isOwned(for: access) {
      throw FileError(operation: "keep files below", path: path, obstacle: .owner(entry.user))
    }
  }

  /// Where a link leads, as it says.
  private static func target(of path: String) -> String? {
    var characters = [CChar](repeating: 0, count: 4096)
    let count = readlink(path, &characters, characters.count)
    guard count > 0 else { return nil }
    return String(decoding: characters[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension Directory {
  /// Throws where another user may have put something in the place of a folder on the way to this one, or in
  /// its own.
  public static func checkWay(to path: String, for access: FileAccess) throws(FileError) {
    try WayToFolder.check(path, for: access)
  }
}
