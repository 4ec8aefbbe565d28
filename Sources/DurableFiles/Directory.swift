#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open directory: every name is looked up in it, wherever it is moved meanwhile.
///
/// A name is one component of a path, in UTF-8. Nothing is durable before a sync says so: a file's
/// contents by ``sync(files:)``, its name, and its disappearance, by ``sync()``.
///
/// No link is followed and no file of somebody else written: whoever can write in the directory may have
/// put them there.
public struct Directory: ~Copyable, Sendable {
  /// The path that the directory was opened by.
  public let path: String
  let descriptor: Descriptor
  let access: FileAccess

  /// Opens a directory to look at it, whoever it belongs to.
  public init(at path: String) throws(FileError) {
    descriptor = try Descriptor(path, flags: O_RDONLY | O_DIRECTORY)
    self.path = path
    access = .owner
  }

  /// Opens a directory to keep files in it. One that others could change is refused: see ``Obstacle``.
  ///
  /// - Parameters:
  ///   - creating: whether to create it where it is missing, and its parents, each with its name made
  ///     durable in the directory above.
  ///   - access: who may use what is created, and the files written here. A directory that is there
  ///     already keeps its mode.
  public init(
    ownedAt path: String, creating: Bool = true, access: FileAccess = .owner
  ) throws(FileError) {
    try Self.checkWay(to: path, for: access)
    let found = try Self.open(path, creating: creating, access)
    try Self.check(found, FileStatus(at: path), access)
    descriptor = found
    self.path = path
    self.access = access
  }

  /// Opens a directory in another one, as ``init(ownedAt:creating:access:)`` does; it must not be a link.
  public init(
    _ name: String, ownedIn parent: borrowing Directory, access: FileAccess = .owner
  ) throws(FileError) {
    let found = try Self.openOrCreate(name, in: parent.descriptor, access)
    try Self.check(found, nil, access)
    path = found.path
    descriptor = found
    self.access = access
  }

  /// Throws where others could change what is in a directory.
  ///
  /// - Parameter entry: what is at its path, which may be a link to it.
  static func check(
    _ descriptor: borrowing Descriptor, _ entry: FileStatus?, _ access: FileAccess
  ) throws(FileError) {
    var obstacle = try descriptor.status().obstacle(toFolderFor: access)
    if let entry, entry.kind == .link, !entry.isOwned(for: access) { obstacle = .owner(entry.user) }
    guard let obstacle else { return }
    throw FileError(operation: "keep files in", path: descriptor.path, obstacle: obstacle)
  }

  private static func open(
    _ path: String, creating: Bool, _ access: FileAccess
  ) throws(FileError) -> Descriptor {
    do throws(FileError) {
      return try Descriptor(path, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      let parent = parent(of: path)
      guard creating, error.isMissing, parent != path, let name = path.split(separator: "/").last
      else { throw error }
      return try openOrCreate(String(name), in: open(parent, creating: true, access), access)
        .named(path)
    }
  }

  /// Opens a directory by its name, after creating it where it is missing; one that another process just
  /// created is as good.
  private static func openOrCreate(
    _ name: String, in parent: borrowing Descriptor, _ access: FileAccess
  ) throws(FileError) -> Descriptor {
    let path = parent.path(of: name)
    var isNew = true
    do throws(FileError) {
      _ = try retrying("create directory", path) { [number = parent.number] in
        mkdirat(number, name, 0o700)
      }
    } catch {
      guard error.isTaken else { throw error }
      isNew = false
    }
    let directory: Descriptor
    do throws(FileError) {
      directory = try Descriptor(name, in: parent, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    } catch {
      guard FileStatus(at: path)?.kind == .link else { throw error }
      throw FileError(operation: "open", path: path, obstacle: .notAFolder(.link))
    }
    if isNew {
      directory.record(parent) { .create($0, name: name, in: $1, isFolder: true) }
      if access != .owner { try directory.setMode(access.folderMode) }
      try parent.flush()
    }
    return directory
  }

  /// The number of the open descriptor.
  var number: Int32 { descriptor.number }

  /// The path of a file in the directory.
  borrowing func path(of name: String) -> String { descriptor.path(of: name) }

  /// The folder that a path is in, and its name there.
  public static func parts(of path: String) -> (folder: String, name: String) {
    (parent(of: path), path.split(separator: "/").last.map(String.init) ?? "")
  }

  static func parent(of path: String) -> String {
    var parts = path.split(separator: "/").dropLast()
    if path.hasPrefix("/") { parts.insert("", at: 0) }
    let parent = parts.joined(separator: "/")
    return parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent
  }

  /// Writes a file whole, new or over what was there; not yet durable, and after a failure or a crash
  /// there may be a part of it.
  public borrowing func write(_ contents: [UInt8], to name: String) throws(FileError) {
    try createAnew(name).writeAll(contents)
  }

  /// Creates a file in the place of one that an earlier process may have left.
  private borrowing func createAnew(_ name: String) throws(FileError) -> Descriptor {
    do throws(FileError) {
      return try create(name, flags: O_WRONLY)
    } catch {
      guard error.isTaken else { throw error }
      try checkOwned(name)
      try remove(name)
      return try create(name, flags: O_WRONLY)
    }
  }

  /// Puts new contents in the place of a file, durably: after a crash the file has either the old
  /// contents or the new ones, whole. A link in the place of the file is replaced, not followed.
  ///
  /// The new contents are in `.<name>.new` until they are durable; one replacement of a name runs
  /// at a time.
  ///
  /// - Parameter isPublic: whether everybody may read the file, whoever may use others in the directory.
  public borrowing func replace(
    _ name: String, with contents: [UInt8], isPublic: Bool = false
  ) throws(FileError) {
    let draft = ".\(name).new"
    let file = try createAnew(draft)
    do throws(FileError) {
      if isPublic { try file.setMode(0o644) }
      try file.writeAll(contents)
      try file.flush()
      try rename(draft, in: descriptor, to: name)
    } catch {
      try? remove(draft)
      throw error
    }
    try sync()
  }

  /// Removes a file; one that is missing is no error.
  public borrowing func remove(_ name: String) throws(FileError) {
    do throws(FileError) {
      _ = try retrying("remove", descriptor.path(of: name)) { [number = descriptor.number] in
        unlinkat(number, name, 0)
      }
      descriptor.record { .remove(name: name, in: $0) }
    } catch {
      guard error.isMissing else { throw error }
    }
  }

  /// Moves a file into another directory of the same file system, or renames it in this one, in
  /// one step; a file that has the new name is replaced.
  public borrowing func move(
    _ name: String, to other: borrowing Directory, as newName: String
  ) throws(FileError) {
    try rename(name, in: other.descriptor, to: newName)
  }

  private borrowing func rename(
    _ name: String, in target: borrowing Descriptor, to newName: String
  ) throws(FileError) {
    let (from, to) = (descriptor.number, target.number)
    _ = try retrying("rename", descriptor.path(of: name)) { renameat(from, name, to, newName) }
    descriptor.record(target) { .rename(name: name, in: $0, to: newName, of: $1) }
  }

  /// Makes the directory's names durable, as they are now.
  public borrowing func sync() throws(FileError) {
    try descriptor.flush()
  }

  /// Makes the contents of files in this directory durable; their names are ``sync()``'s.
  ///
  /// Up to 16 files are synced one by one. For more, Linux writes back the whole file system in one
  /// call, `syncfs(2)`, whose manual page says that it reports a failed write since Linux 5.8: a
  /// kernel before that is not safe enough.
  public borrowing func sync(files names: [String]) throws(FileError) {
    #if os(Linux)
      if names.count > 16, let syncfs {
        _ = try retrying("sync", path) { [number = descriptor.number] in syncfs(number) }
        FileRecording.record?(.syncFileSystem)
        return
      }
    #endif
    for name in names {
      try Descriptor(name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK).flush()
    }
  }
}

#if os(Linux)
  /// Found by name, since the C headers that Swift sees hide it behind `_GNU_SOURCE`.
  private let syncfs: (@convention(c) (Int32) -> Int32)? =
    dlsym(dlopen(nil, RTLD_NOW), "syncfs").map {
      unsafeBitCast($0, to: (@convention(c) (Int32) -> Int32).self)
    }
#endif
