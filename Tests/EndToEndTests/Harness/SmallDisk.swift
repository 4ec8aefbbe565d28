import Foundation

#if os(Linux)
  /// A file system of two megabytes in memory, for tests in which a disk is full.
  struct SmallDisk {
    private static let pageSize = 4096
    private let path: String

    /// Whether this process may mount file systems, which is for root and not in every container.
    static let canBeMounted: Bool = {
      let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("sluice-mount-\(UUID().uuidString)").path
      defer { rmdir(path) }
      guard mkdir(path, 0o700) == 0, mount("none", path, "tmpfs", 0, "size=64k") == 0 else {
        return false
      }
      return umount2(path, Int32(MNT_DETACH)) == 0
    }()

    /// Mounts one at `path`, which must not exist, while `body` runs.
    static func with(at path: String, _ body: (SmallDisk) async throws -> Void) async throws {
      guard mkdir(path, 0o700) == 0, mount("none", path, "tmpfs", 0, "size=2m,mode=0700") == 0
      else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
      }
      defer { umount2(path, Int32(MNT_DETACH)) }
      try await body(SmallDisk(path: path))
    }

    /// Fills it up, but for `pages` pages.
    func fill(leaving pages: Int) throws {
      let filler = open("\(path)/filler", O_WRONLY | O_CREAT, 0o600)
      defer { close(filler) }
      let page = [UInt8](repeating: 1, count: Self.pageSize)
      var count = 0
      while write(filler, page, page.count) == page.count { count += 1 }
      guard errno == ENOSPC, ftruncate(filler, Int(count - pages) * Self.pageSize) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    }

    /// Makes room.
    func free() { unlink("\(path)/filler") }
  }
#endif
