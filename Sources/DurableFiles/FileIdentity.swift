#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What a file or folder is, however its path is written: the same through a symbolic link and after a
/// move within its file system (`stat(2)`, `st_dev` and `st_ino`).
public struct FileIdentity: Hashable, Codable, Sendable {
  /// The file system.
  public let device: UInt64
  /// The file in it.
  public let inode: UInt64

  /// Names a file by its numbers.
  public init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  /// Looks at what a path leads to; nil where there is nothing, or nothing that can be looked at.
  public init?(at path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }

  init(_ information: stat) {
    self.init(
      device: UInt64(truncatingIfNeeded: information.st_dev),
      inode: UInt64(truncatingIfNeeded: information.st_ino))
  }
}
