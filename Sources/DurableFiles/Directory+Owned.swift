#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Directory {
  /// Opens a file of this process's own for writing, and creates it where it is missing; what it had is
  /// still in it.
  borrowing func openOwned(_ name: String, flags: Int32) throws(FileError) -> Descriptor {
    while true {
      do throws(FileError) {
        return try create(name, flags: flags)
      } catch {
        guard error.isTaken else { throw error }
      }
      // Looked at before it is opened, because opening a device can do something.
      try checkOwned(name)
      do throws(FileError) {
        let file = try Descriptor(name, in: descriptor, flags: flags | O_NOFOLLOW | O_NONBLOCK)
        if let obstacle = try file.status().obstacle(toFileFor: access) {
          throw FileError(operation: "open", path: path(of: name), obstacle: obstacle)
        }
        return file
      } catch {
        // It was removed meanwhile.
        guard error.isMissing else { throw error }
      }
    }
  }

  /// Creates a file, which nothing may have the name of.
  borrowing func create(_ name: String, flags: Int32) throws(FileError) -> Descriptor {
    let file = try Descriptor(
      name, in: descriptor, flags: flags | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    file.record(descriptor) { .create($0, name: name, in: $1, isFolder: false) }
    if access != .owner { try file.setMode(access.fileMode) }
    return file
  }

  /// Creates a file with contents, durably and whole or not at all; nothing may have its name, and the
  /// error's ``FileError/isTaken`` says where something has.
  public borrowing func create(_ name: String, with contents: [UInt8]) throws(FileError) {
    let file = try create(name, flags: O_WRONLY)
    do throws(FileError) {
      try file.writeAll(contents)
      try file.flush()
    } catch {
      try? remove(name)
      throw error
    }
    try sync()
  }

  /// Throws where something that this process would not have created has this name: a link, a device, a
  /// pipe, a file with other names too or of another user. Nothing under the name is as good.
  public borrowing func checkOwned(_ name: String) throws(FileError) {
    if let obstacle = try status(of: name)?.obstacle(toFileFor: access) {
      throw FileError(operation: "open", path: path(of: name), obstacle: obstacle)
    }
  }

  /// Throws where anything but a regular file has this name; nothing under the name is as good.
  public borrowing func checkRegular(_ name: String) throws(FileError) {
    if let kind = try kind(of: name), kind != .file {
      throw FileError(operation: "open", path: path(of: name), obstacle: .notAFile(kind))
    }
  }

  /// Throws where anything but a folder has this name, be it a link to one; nothing under the name is as good.
  public borrowing func checkFolder(_ name: String) throws(FileError) {
    guard let kind = try kind(of: name), kind != .directory else { return }
    let path = path(of: name)
    throw kind == .link
      ? FileError(operation: "open", path: path, obstacle: .notAFolder(kind))
      : FileError(operation: "open", path: path, code: ENOTDIR)
  }

  /// Throws where a library that reads a file, and writes in it to do so, would write in another one: where
  /// anything but a regular file has this name, or a file that has other names too.
  public borrowing func checkHasOneName(_ name: String) throws(FileError) {
    if let obstacle = try status(of: name)?.obstacleToSharing {
      throw FileError(operation: "open", path: path(of: name), obstacle: obstacle)
    }
  }

  /// The directory's path without symbolic links, for libraries that open files by a path.
  public borrowing func location() throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else {
      throw FileError(operation: "look up", path: path, code: errno)
    }
    defer { free(resolved) }
    let location = String(cString: resolved)
    // The path may lead elsewhere by now.
    guard try FileIdentity(at: location) == descriptor.status().identity else {
      throw FileError(operation: "look up", path: path, code: ESTALE)
    }
    return location
  }
}
