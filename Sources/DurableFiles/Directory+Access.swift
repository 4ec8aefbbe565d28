#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Directory {
  /// Whether files can be kept in the directory at `path` or, where it is missing, it could be created:
  /// known from permissions, without changing anything.
  ///
  /// - Parameter access: who may write in it.
  public static func checkAccess(at path: String, for access: FileAccess) throws(FileError) {
    try checkWay(to: path, for: access)
    do throws(FileError) {
      try check(
        Descriptor(path, flags: O_RDONLY | O_DIRECTORY), FileStatus(at: path), access)
      return try checkWritable(path)
    } catch {
      guard error.isMissing else { throw error }
    }
    var (path, missing) = (parent(of: path), path)
    while path != missing {
      // A link that leads nowhere is there, and nothing can be created behind it.
      guard FileStatus(at: missing) == nil else {
        throw FileError(operation: "open", path: missing, code: ENOENT)
      }
      do throws(FileError) {
        _ = try Descriptor(path, flags: O_RDONLY | O_DIRECTORY)
        return try checkWritable(path)
      } catch {
        guard error.isMissing else { throw error }
      }
      (path, missing) = (parent(of: path), path)
    }
  }

  /// Throws where this user may not write a file that is there.
  public borrowing func checkWritable(_ name: String) throws(FileError) {
    _ = try retrying("write", path(of: name)) { [number] in faccessat(number, name, W_OK, 0) }
  }

  private static func checkWritable(_ path: String) throws(FileError) {
    // Under this name the function here is not in the way of the system's.
    _ = try retrying("write in", path) { mayUse(path, W_OK | X_OK) }
  }
}

private func mayUse(_ path: String, _ mode: Int32) -> Int32 { access(path, mode) }
