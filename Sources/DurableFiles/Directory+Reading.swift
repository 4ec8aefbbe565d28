#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Directory {
  /// The names in the directory in the order of their bytes, without `.` and `..`, and without
  /// those that are not UTF-8, because nothing here could have written them.
  public borrowing func names() throws(FileError) -> [String] {
    try listed(atMost: .max).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The same in any order, for a directory that may be large; nil where there are more than `limit`.
  public borrowing func names(atMost limit: Int) throws(FileError) -> [String]? {
    let names = try listed(atMost: limit < .max ? limit + 1 : limit)
    return names.count > limit ? nil : names
  }

  private borrowing func listed(atMost limit: Int) throws(FileError) -> [String] {
    // A stream of its own, since it owns its descriptor and moves the offset.
    let number = try retrying("list", path) { [number = descriptor.number] in
      openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard let stream = fdopendir(number) else {
      let code = errno
      _ = close(number)
      throw FileError(operation: "list", path: path, code: code)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < limit {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileError(operation: "list", path: path, code: errno) }
        break
      }
      // Read in place: an entry is shorter than its C type says, so copying it whole would read
      // past the stream's buffer.
      let start = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
      if let name = String(validatingCString: start.assumingMemoryBound(to: CChar.self)),
        name != ".", name != ".."
      {
        names.append(name)
      }
    }
    return names
  }

  /// The whole contents of a regular file.
  ///
  /// - Parameter limit: how many bytes it may have; a file that has more is an error (`EFBIG`).
  public borrowing func read(_ name: String, atMost limit: Int) throws(FileError) -> [UInt8] {
    try checkRegular(name)
    return try Descriptor(name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      .readFile(atMost: limit)
  }

  /// The last bytes of a regular file, `limit` of them at most; none where it is missing.
  public borrowing func end(of name: String, atMost limit: Int) throws(FileError) -> [UInt8] {
    try checkRegular(name)
    do throws(FileError) {
      let file = try Descriptor(
        name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      let size = lseek(file.number, 0, SEEK_END)
      _ = lseek(file.number, max(0, size - off_t(limit)), SEEK_SET)
      return try file.readFile(upTo: limit)
    } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }
}
