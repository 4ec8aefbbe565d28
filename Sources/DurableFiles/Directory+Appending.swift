#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// Files that grow at their end.
extension Directory {
  /// How many bytes a regular file has; nil where it is missing.
  public borrowing func size(of name: String) throws(FileError) -> Int? {
    try checkRegular(name)
    do throws(FileError) {
      let file = try Descriptor(name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      return Int(
        try retrying("look at", path(of: name)) { [number = file.number] in
          lseek(number, 0, SEEK_END)
        })
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  /// Adds lines to the end of a file of lines, durably, and creates the file where it is missing. It is opened for these
  /// lines alone, so that it may be moved away between two calls.
  ///
  /// Where the last line has no end, because a process died while it wrote it, the new ones begin after one.
  ///
  /// - Parameter lines: the lines, each with its end.
  public borrowing func append(_ lines: [UInt8], to name: String) throws(FileError) {
    let hasHalfALine = try end(of: name, atMost: 1).last.map { $0 != UInt8(ascii: "\n") } ?? false
    let file = try openOwned(name, flags: O_WRONLY | O_APPEND)
    try file.writeAll((hasHalfALine ? [UInt8(ascii: "\n")] : []) + lines)
    try file.flush()
    try sync()
  }

  /// Makes what a process that died has written of a file of lines durable, without a last line that has no end; a file that
  /// is missing has no lines.
  public borrowing func cutOffHalfALine(of name: String) throws(FileError) {
    guard let size = try size(of: name), size > 0 else { return }
    var tail = 0
    while true {
      tail = min(size, max(4096, 2 * tail))
      let end = try end(of: name, atMost: tail)
      let half = end.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
      if half == 0 { return try sync(files: [name]) }
      if half < tail || tail == size { return try shorten(name, to: size - half) }
    }
  }

  /// Cuts off what a file has behind its first bytes, durably.
  public borrowing func shorten(_ name: String, to size: Int) throws(FileError) {
    let file = try openOwned(name, flags: O_WRONLY)
    _ = try retrying("shorten", path(of: name)) { [number = file.number] in
      ftruncate(number, off_t(size))
    }
    file.record { .truncate($0, size: size) }
    try file.flush()
  }

  /// Reads a regular file from its beginning, some of its bytes at a time; nothing where it is missing.
  public borrowing func read(
    _ name: String, inParts body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    try checkRegular(name)
    let file: Descriptor
    do throws(FileError) {
      file = try Descriptor(name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      guard error.isMissing else { throw error }
      return
    }
    while case let part = try file.readFile(upTo: 1024 * 1024), !part.isEmpty {
      try body(part[...])
    }
  }
}
