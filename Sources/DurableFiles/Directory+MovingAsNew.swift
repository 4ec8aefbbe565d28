#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension Directory {
  /// Moves a file into another directory of the same file system in one step, unless something has the
  /// new name there: then nothing changes, and the error's ``FileError/isTaken`` says so.
  public borrowing func move(
    _ name: String, to other: borrowing Directory, asNew newName: String
  ) throws(FileError) {
    let (from, to) = (number, other.number)
    do throws(FileError) {
      _ = try retrying("rename", path(of: name)) { renameExclusively(from, name, to, newName) }
      descriptor.record(other.descriptor) { .rename(name: name, in: $0, to: newName, of: $1) }
    } catch {
      // A file system without this call: the look comes before the move.
      guard [EINVAL, ENOSYS, ENOTSUP].contains(error.code) else { throw error }
      guard try other.kind(of: newName) == nil else {
        throw FileError(operation: "rename", path: path(of: name), code: EEXIST)
      }
      try move(name, to: other, as: newName)
    }
  }
}

#if os(Linux)
  private let noReplace: UInt32 = 1  // RENAME_NOREPLACE, renameat2(2)

  /// Found by name, since the C headers that Swift sees hide it behind `_GNU_SOURCE`.
  private let renameat2:
    (
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    )? = dlsym(dlopen(nil, RTLD_NOW), "renameat2").map {
      unsafeBitCast(
        $0,
        to: (@convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) ->
          Int32).self)
    }

  private func renameExclusively(
    _ from: Int32, _ name: String, _ to: Int32, _ newName: String
  ) -> Int32 {
    guard let renameat2 else {
      errno = ENOSYS
      return -1
    }
    return renameat2(from, name, to, newName, noReplace)
  }
#else
  private func renameExclusively(
    _ from: Int32, _ name: String, _ to: Int32, _ newName: String
  ) -> Int32 {
    renameatx_np(from, name, to, newName, UInt32(RENAME_EXCL))
  }
#endif
