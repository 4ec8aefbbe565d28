#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Puts new contents in the place of a regular file: with its owner, its mode and its hard links, and
/// behind a symbolic link if the path is one.
///
/// A file of one name that belongs to this user is replaced in one step. Another one is written over,
/// because a new file would lose its other names or its owner; its new contents are beside it, under a
/// name that nobody can foresee, until that is done.
public struct FileReplacement: Sendable {
  /// Why a file is not written.
  public struct Refusal: Error, CustomStringConvertible {
    /// The reason in words, without the file's name.
    public let description: String
    /// Whether permissions are the reason.
    public let isDenied: Bool
  }

  private let path: String

  /// Is for the file that a path leads to.
  public init(of path: String) { self.path = path }

  /// Throws where the path is of anything but a regular file that this user may write. What is not there
  /// is reported by who reads it.
  public func check() throws(Refusal) {
    guard let location, let status = FileStatus(at: location) else { return }
    guard status.kind == .file else {
      throw Refusal(description: "it is \(status.kind.words), not a regular file", isDenied: false)
    }
    guard access(location, W_OK) == 0 else {
      throw Refusal(
        description: "user \(Account.name(of: geteuid())) may not write it", isDenied: true)
    }
  }

  /// Writes the contents, durably; on an error the file is as it was, unless it has several names or
  /// another owner.
  public func write(_ contents: [UInt8]) throws {
    try check()
    guard let location, let name = location.split(separator: "/").last.map(String.init) else {
      throw FileError(operation: "look up", path: path, code: ENOENT)
    }
    let folder = try Directory(at: Directory.parent(of: location))
    let file = try Descriptor(
      name, in: folder.descriptor, flags: O_WRONLY | O_NOFOLLOW | O_NONBLOCK)
    let status = try file.status()
    let draft = ".\(name).\(UInt64.random(in: 0 ... .max)).new"
    do {
      let new = try folder.create(draft, flags: O_WRONLY)
      try new.writeAll(contents)
      if status.names == 1, new.takesOwner(of: status) {
        try new.setMode(status.mode)
        try new.flush()
        try folder.move(draft, to: folder, as: name)
      } else {
        try new.flush()
        try file.overwrite(contents)
        try folder.remove(draft)
      }
    } catch {
      try? folder.remove(draft)
      throw error
    }
    try folder.sync()
  }

  /// The path without symbolic links; nil where it leads nowhere.
  private var location: String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

extension Descriptor {
  /// Gives a new file the owner and the group that another one has, as far as this user may.
  fileprivate borrowing func takesOwner(of status: FileStatus) -> Bool {
    if status.user == geteuid(), status.group == getegid() { return true }
    return fchown(number, status.user, status.group) == 0
  }

  fileprivate borrowing func overwrite(_ contents: [UInt8]) throws(FileError) {
    _ = try retrying("write", path) { [number] in ftruncate(number, 0) }
    try writeAll(contents)
    try flush()
  }
}
