import DurableFiles
import Foundation

/// Puts new contents in the place of a regular file: with its owner, its mode and its hard links, and
/// behind a symbolic link if the path is one.
///
/// A file of one name that belongs to this user is replaced in one step. Another one is written over,
/// because a new file would lose its other names or its owner; its new contents are beside it in
/// `.<name>.new` until that is done.
struct FileReplacement {
  /// Why a file is not written.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
    /// Whether permissions are the reason.
    let isDenied: Bool
  }

  private let file: URL

  init(of path: String) {
    file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
  }

  /// Throws where the path is of anything but a regular file that this user may write.
  func check() throws(Refusal) {
    var information = stat()
    guard stat(file.path, &information) == 0 else {
      // Who reads it reports what is not there.
      return
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw Refusal(description: "it is not a regular file", isDenied: false)
    }
    guard access(file.path, W_OK) == 0 else {
      throw Refusal(description: "user \(NSUserName()) may not write it", isDenied: true)
    }
  }

  func write(_ contents: [UInt8]) throws {
    try check()
    let (name, draft) = (file.lastPathComponent, ".\(file.lastPathComponent).new")
    let path = file.deletingLastPathComponent().path
    var information = stat()
    guard stat(file.path, &information) == 0 else {
      throw FileError(operation: "look up", path: file.path, code: errno)
    }
    let directory = try Directory(at: path, creating: false)
    do {
      try directory.write(contents, to: draft)
      try directory.sync(files: [draft])
      let isOurs = information.st_uid == geteuid() && information.st_gid == getegid()
      if information.st_nlink == 1, isOurs || takesOwner("\(path)/\(draft)", information) {
        guard chmod("\(path)/\(draft)", information.st_mode & 0o7777) == 0 else {
          throw FileError(operation: "set the mode of", path: "\(path)/\(draft)", code: errno)
        }
        try directory.move(draft, to: directory, as: name)
      } else {
        try directory.write(contents, to: name)
        try directory.sync(files: [name])
        try directory.remove(draft)
      }
    } catch {
      try? directory.remove(draft)
      throw error
    }
    try directory.sync()
  }

  private func takesOwner(_ path: String, _ information: stat) -> Bool {
    chown(path, information.st_uid, information.st_gid) == 0
  }
}
