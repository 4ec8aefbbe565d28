import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file without a name, for what must not outlive the process: it is gone when the process ends, however it ends.
///
/// Nothing of it is synced, because nobody reads it after a crash.
public final class NamelessFile: Sendable {
  private let descriptor: Descriptor
  private let size = Mutex(0)

  /// Creates a file in a folder, whose file system has the room that it takes.
  public init(in folder: String) throws(FileError) {
    descriptor = try Self.create(in: folder)
  }

  private static func create(in folder: String) throws(FileError) -> Descriptor {
    #if os(Linux)
      do throws(FileError) {
        // O_TMPFILE (open(2)), which is a macro that Swift does not see.
        let nameless = Int32(0o20_000_000) | O_DIRECTORY
        return try Descriptor(folder, flags: nameless | O_RDWR, mode: 0o600)
      } catch {
        // Not every file system has such files.
        guard [EOPNOTSUPP, EISDIR, EINVAL].contains(error.code) else { throw error }
      }
    #endif
    let folder = try Directory(ownedAt: folder, creating: false)
    let name = ".\(getpid()).\(UInt64.random(in: .min ... .max)).spool"
    let file = try Descriptor(
      name, in: folder.descriptor, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
    try folder.remove(name)
    return file
  }

  /// Adds bytes, and returns where they begin.
  public func append(_ bytes: [UInt8]) throws(FileError) -> Int {
    try size.withLock { size throws(FileError) in
      let start = size
      try descriptor.writeAll(bytes)
      size += bytes.count
      return start
    }
  }

  /// Reads bytes that were added.
  public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let (number, begin) = (descriptor.number, done)
      let found = try retrying("read", descriptor.path) {
        bytes.withUnsafeMutableBytes {
          pread(
            number, $0.baseAddress?.advanced(by: begin), count - begin, off_t(offset + begin))
        }
      }
      guard found > 0 else {
        throw FileError(operation: "read", path: descriptor.path, code: EIO)
      }
      done += found
    }
    return bytes
  }
}
