import YAMLReader

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#endif

extension OutsideValues {
  /// The variables of this process, and the files that it may read.
  public static let process = OutsideValues(
    environment: { ProcessInfo.processInfo.environment[$0] },
    file: { path in
      let limit = YAMLLimits.standard.bytes
      let bytes = try FileBytes.of(path, atMost: limit + 1)
      guard bytes.count <= limit else {
        throw UnreadableFile(description: "it is over the limit of \(limit) bytes")
      }
      return bytes
    })
}

/// Why a file cannot be read, in words.
struct UnreadableFile: Error, CustomStringConvertible {
  let description: String
}

/// Files of the machine, each as a whole.
enum FileBytes {
  /// The folder that relative paths of the command line are relative to.
  static var workingFolder: String { FileManager.default.currentDirectoryPath }

  /// The bytes of a file, and no more than `limit` of them: a device or a huge file costs no more.
  static func of(_ path: String, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    guard !path.isEmpty else { throw UnreadableFile(description: "the path is empty") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFile(code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
      if count == 0 { break }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw UnreadableFile(code: errno)
      }
    }
    return bytes
  }
}

extension UnreadableFile {
  /// What a system call says by its error number.
  fileprivate init(code: Int32) {
    description =
      switch code {
      case ENOENT: "no such file"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of its path is not a folder"
      case EACCES, EPERM: "permission denied"
      default: "system error \(code)"
      }
  }
}
