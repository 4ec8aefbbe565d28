#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Directory {
  /// Whether files can be created in the directory at `path` or, where it is missing, it could be
  /// created: known from permissions, without changing anything.
  public static func checkAccess(at path: String) throws(FileError) {
    do throws(FileError) {
      _ = try Descriptor(path, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      let parent = parent(of: path)
      // A link that leads nowhere is there, and nothing can be created behind it.
      guard error.isMissing, parent != path, !isLink(path) else { throw error }
      return try checkAccess(at: parent)
    }
    _ = try retrying("write in", path) { access(path, W_OK | X_OK) }
  }

  private static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }
}
