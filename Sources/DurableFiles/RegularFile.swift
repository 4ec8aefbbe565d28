#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files of others that are read once and whole.
public enum RegularFile {
  /// The bytes of a regular file, which may be behind symbolic links. A pipe would keep the reader
  /// waiting, and a device may have no end: they are refused.
  ///
  /// - Parameter limit: how many bytes it may have; a file that has more is an error (`EFBIG`).
  public static func contents(
    of path: String, atMost limit: Int
  ) throws(FileError) -> [UInt8] {
    try opened(path).readFile(atMost: limit)
  }

  /// The first bytes of such a file, `limit` of them at most.
  public static func beginning(
    of path: String, atMost limit: Int
  ) throws(FileError) -> [UInt8] {
    try opened(path).readFile(upTo: limit)
  }

  private static func opened(_ path: String) throws(FileError) -> Descriptor {
    // Looked at before it is opened, because opening a device can do something.
    if let kind = kind(behind: path), kind != .file {
      throw FileError(operation: "read", path: path, obstacle: .notAFile(kind))
    }
    return try Descriptor(path, flags: O_RDONLY | O_NONBLOCK)
  }

  /// What a path leads to; nil where there is nothing that can be looked at.
  public static func kind(behind path: String) -> FileKind? {
    var information = stat()
    return stat(path, &information) == 0 ? FileStatus(information).kind : nil
  }
}
