import Settings
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
  /// Whether permissions are the reason.
  var isDenied = false
}

/// Files of the machine, each as a whole.
enum FileBytes {
  /// The folder that relative paths of the command line are relative to.
  static var workingFolder: String { FileManager.default.currentDirectoryPath }

  /// What stands for standard input where a job file is named.
  static let standardInput = "-"

  /// The bytes of a job file, and the folder that its relative paths begin at: its own, or the working
  /// folder where it is no regular file, for a pipe and a device have none.
  static func ofJobFile(
    _ path: String, atMost limit: Int
  ) throws(UnreadableFile) -> (bytes: [UInt8], folder: String) {
    let working = ReadingContext(folder: workingFolder)
    guard path != standardInput else {
      return (try read(STDIN_FILENO, atMost: limit), workingFolder)
    }
    let descriptor = try opened(path)
    defer { close(descriptor) }
    var information = stat()
    let isRegular =
      fstat(descriptor, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    // `/dev/stdin` is a regular file where one was redirected, and lies in no folder of a job.
    let isDevice =
      path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/")
    return (
      try read(descriptor, atMost: limit),
      isRegular && !isDevice ? working.resolve("\(path)/..") : workingFolder
    )
  }

  /// The bytes of a file, and no more than `limit` of them: a device or a huge file costs no more.
  static func of(_ path: String, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    let descriptor = try opened(path)
    defer { close(descriptor) }
    return try read(descriptor, atMost: limit)
  }

  private static func opened(_ path: String) throws(UnreadableFile) -> Int32 {
    guard !path.isEmpty else { throw UnreadableFile(description: "the path is empty") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw UnreadableFile(code: errno) }
    return descriptor
  }

  private static func read(
    _ descriptor: Int32, atMost limit: Int
  ) throws(UnreadableFile) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = readSome(descriptor, into: &chunk, atMost: limit - bytes.count)
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

/// `read(2)`, under a name that the functions here leave free.
private func readSome(_ descriptor: Int32, into chunk: inout [UInt8], atMost limit: Int) -> Int {
  read(descriptor, &chunk, min(chunk.count, limit))
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
      default: String(cString: strerror(code)).lowercased()
      }
    isDenied = code == EACCES || code == EPERM
  }
}
