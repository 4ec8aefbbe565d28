#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open file descriptor, closed exactly once. Every one is `O_CLOEXEC`.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32
  /// What the descriptor was opened on, for errors.
  private(set) var path: String

  /// Opens `name` in the directory `parent`, or by its own path where `parent` is nil.
  init(
    _ name: String, in parent: borrowing Descriptor, flags: Int32, mode: mode_t = 0
  ) throws(FileError) {
    let path = parent.path(of: name)
    let base = parent.number
    number = try retrying("open", path) { openat(base, name, flags | O_CLOEXEC, mode) }
    self.path = path
  }

  /// Opens a file by its path.
  init(_ path: String, flags: Int32, mode: mode_t = 0) throws(FileError) {
    // C would see the path only up to the zero byte: another file.
    guard !path.utf8.contains(0) else {
      throw FileError(operation: "open", path: path, code: EINVAL)
    }
    number = try retrying("open", path) { open(path, flags | O_CLOEXEC, mode) }
    self.path = path
  }

  /// The same open file, under the path that it is known by.
  consuming func named(_ path: String) -> Descriptor {
    self.path = path
    return self
  }

  deinit { _ = close(number) }

  /// The path of a file in the directory that is open here.
  borrowing func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// Writes every byte at the descriptor's offset, however many calls that takes.
  borrowing func writeAll(_ contents: [UInt8]) throws(FileError) {
    let (number, path) = (number, path)
    var done = 0
    while done < contents.count {
      let count = try retrying("write", path) {
        contents.withUnsafeBytes {
          write(number, $0.baseAddress?.advanced(by: done), $0.count - done)
        }
      }
      record { file in
        .write(
          file, offset: Int(lseek(number, 0, SEEK_CUR)) - count,
          bytes: Array(contents[done..<done + count]))
      }
      done += count
    }
  }

  /// Reads a regular file from the descriptor's offset to its end; one of more than `limit` bytes is an
  /// error (`EFBIG`).
  borrowing func readFile(atMost limit: Int) throws(FileError) -> [UInt8] {
    let contents = try readFile(upTo: limit + 1)
    guard contents.count <= limit else {
      throw FileError(operation: "read", path: path, code: EFBIG)
    }
    return contents
  }

  /// Reads a regular file from the descriptor's offset, `limit` bytes at most.
  borrowing func readFile(upTo limit: Int) throws(FileError) -> [UInt8] {
    let (number, path) = (number, path)
    let kind = try status().kind
    guard kind == .file else {
      throw FileError(operation: "read", path: path, obstacle: .notAFile(kind))
    }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while contents.count < limit {
      let wanted = min(buffer.count, limit - contents.count)
      let count = try retrying("read", path) {
        buffer.withUnsafeMutableBytes { read(number, $0.baseAddress, wanted) }
      }
      if count == 0 { break }
      contents += buffer[..<count]
    }
    return contents
  }

  /// Makes the file's contents, or the directory's entries, durable.
  borrowing func flush() throws(FileError) {
    let (number, path) = (number, path)
    #if canImport(Darwin)
      // fsync(2) of macOS leaves the data in the drive's cache and names this call instead.
      _ = try retrying("sync", path) { fcntl(number, F_FULLFSYNC) }
    #else
      _ = try retrying("sync", path) { fsync(number) }
    #endif
    record { .sync($0) }
  }
}

/// Runs a system call, again while a signal interrupts it, and turns a failure into a value.
func retrying<Result: SignedInteger>(
  _ operation: String, _ path: String, _ call: () -> Result
) throws(FileError) -> Result {
  if let code = FileFaults.fault?(operation, path) {
    throw FileError(operation: operation, path: path, code: code)
  }
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw FileError(operation: operation, path: path, code: code) }
  }
}
