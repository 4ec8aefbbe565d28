#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a name in a directory is of.
public enum FileKind: Equatable, Sendable {
  /// A regular file.
  case file
  /// A directory.
  case directory
  /// A symbolic link, wherever it leads.
  case link
  /// A named pipe, which keeps whoever opens it waiting.
  case pipe
  /// A device or a socket.
  case special

  /// The kind in words, with an article.
  public var words: String {
    switch self {
    case .file: "a file"
    case .directory: "a folder"
    case .link: "a symbolic link"
    case .pipe: "a named pipe"
    case .special: "a device or a socket"
    }
  }
}

/// What the system knows of a file or a folder (`stat(2)`).
struct FileStatus {
  let kind: FileKind
  /// How many names it has; of a folder, also those that folders in it have for it.
  let names: Int
  let user: uid_t
  let group: gid_t
  let mode: mode_t
  let identity: FileIdentity

  init(_ information: stat) {
    kind =
      switch information.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      default: .special
      }
    names = Int(information.st_nlink)
    user = information.st_uid
    group = information.st_gid
    mode = information.st_mode & 0o7777
    identity = FileIdentity(information)
  }

  /// Looks at what a path leads to; nil where there is nothing.
  init?(following path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }

  /// Looks at a path without following a link at its end; nil where there is nothing.
  init?(at path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    self.init(information)
  }
}

extension Descriptor {
  /// What is open here.
  borrowing func status() throws(FileError) -> FileStatus {
    var information = stat()
    _ = try retrying("look up", path) { [number] in fstat(number, &information) }
    return FileStatus(information)
  }
}

extension Directory {
  /// What has this name, a link for itself; nil where nothing has.
  borrowing func status(of name: String) throws(FileError) -> FileStatus? {
    var information = stat()
    do throws(FileError) {
      _ = try retrying("look up", path(of: name)) { [number] in
        fstatat(number, name, &information, AT_SYMLINK_NOFOLLOW)
      }
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
    return FileStatus(information)
  }

  /// What has this name; nil where nothing has.
  public borrowing func kind(of name: String) throws(FileError) -> FileKind? {
    try status(of: name)?.kind
  }

  /// Whether anything has this name; a symbolic link counts for itself.
  public borrowing func holds(_ name: String) throws(FileError) -> Bool {
    try status(of: name) != nil
  }
}
