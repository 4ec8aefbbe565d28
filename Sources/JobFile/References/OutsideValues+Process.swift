import DurableFiles
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
      let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
      if let credential = credential(instead: path, in: folder) {
        do throws(UnreadableFile) {
          return try FileBytes.of(credential, atMost: YAMLLimits.standard.bytes)
        } catch {
          // One that is there and cannot be read must not give way to an older one elsewhere.
          guard error.isMissing else { throw error }
        }
      }
      return try FileBytes.of(path, atMost: YAMLLimits.standard.bytes)
    })

  /// The folder that container engines put secrets into.
  public static let secretsFolder = "/run/secrets"

  /// Where systemd has its copy of a file of ``secretsFolder``, so that a job file says the same in a container and as a
  /// service (*Credentials* at systemd.io); nil for any other file, and where there are no credentials.
  static func credential(instead path: String, in folder: String?) -> String? {
    guard let folder, folder.hasPrefix("/"), let name = credentialName(of: path) else { return nil }
    return "\(folder)/\(name)"
  }

  /// The name of a file right in ``secretsFolder``; nil for any other.
  public static func credentialName(of path: String) -> String? {
    guard path.hasPrefix("\(secretsFolder)/") else { return nil }
    let name = String(path.dropFirst(secretsFolder.count + 1))
    let isOne =
      !name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")) && ![".", ".."].contains(name)
    return isOne ? name : nil
  }
}

/// Why a file cannot be read, in words.
struct UnreadableFile: Error, CustomStringConvertible {
  let description: String
  /// Whether permissions are the reason.
  var isDenied = false
  /// Whether there is no such file.
  var isMissing = false
}

/// Files of the machine, each as a whole.
enum FileBytes {
  /// The folder that relative paths of the command line are relative to.
  static var workingFolder: String { FileManager.default.currentDirectoryPath }

  /// What stands for standard input where a job file is named.
  static let standardInput = "-"

  /// How long nothing may come through a named pipe, in milliseconds: nobody may write into it at all.
  private static let longestSilence: Int32 = 5000

  /// The bytes of a job file, and the folder that its relative paths begin at: its own, or the working
  /// folder where it is no regular file, because a pipe has none.
  ///
  /// - Parameter limit: how many bytes are read at most.
  static func ofJobFile(
    _ path: String, atMost limit: Int
  ) throws(UnreadableFile) -> (bytes: [UInt8], folder: String) {
    guard path != standardInput else {
      return (try read(STDIN_FILENO, atMost: limit), workingFolder)
    }
    // Whatever the caller has connected to it; `/dev/stdin` is a regular file where one was redirected, and
    // lies in no folder of a job.
    let isConnected =
      path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/")
    let kind = RegularFile.kind(behind: path)
    guard isConnected || kind == .pipe else {
      let bytes = try words(for: path) { () throws(FileError) in
        try RegularFile.beginning(of: path, atMost: limit)
      }
      return (bytes, ReadingContext(folder: workingFolder).resolve("\(path)/.."))
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isConnected ? 0 : O_NONBLOCK))
    guard descriptor >= 0 else { throw UnreadableFile(code: errno) }
    defer { close(descriptor) }
    return (try read(descriptor, atMost: limit, inTime: !isConnected), workingFolder)
  }

  /// The bytes of a regular file, which may have `limit` of them.
  static func of(_ path: String, atMost limit: Int) throws(UnreadableFile) -> [UInt8] {
    try words(for: path) { () throws(FileError) in
      try RegularFile.contents(of: path, atMost: limit)
    }
  }

  /// Reads a file, and says in words why it cannot be read.
  private static func words(
    for path: String, _ read: () throws(FileError) -> [UInt8]
  ) throws(UnreadableFile) -> [UInt8] {
    guard !path.isEmpty else { throw UnreadableFile(description: "the path is empty") }
    do throws(FileError) { return try read() } catch { throw UnreadableFile(error) }
  }

  /// - Parameter inTime: whether the next bytes must come within ``longestSilence``.
  private static func read(
    _ descriptor: Int32, atMost limit: Int, inTime: Bool = false
  ) throws(UnreadableFile) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      if inTime { try wait(for: descriptor) }
      let count = readSome(descriptor, into: &chunk, atMost: limit - bytes.count)
      if count == 0 { break }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno == EAGAIN {
        // Whoever opened it made it non-blocking: reading at once again would keep a core busy.
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&source, 1, inTime ? 0 : -1)
      } else if errno != EINTR {
        throw UnreadableFile(code: errno)
      }
    }
    return bytes
  }

  /// Waits until something comes through a pipe.
  private static func wait(for descriptor: Int32) throws(UnreadableFile) {
    var pipe = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let count = poll(&pipe, 1, longestSilence)
    if count > 0 || count < 0 && errno == EINTR { return }
    throw UnreadableFile(
      description: "it is a pipe, and nothing came through it in \(longestSilence / 1000) s")
  }
}

/// `read(2)`, under a name that the functions here leave free.
private func readSome(_ descriptor: Int32, into chunk: inout [UInt8], atMost limit: Int) -> Int {
  read(descriptor, &chunk, min(chunk.count, limit))
}

extension UnreadableFile {
  /// What a system call says by its error number.
  fileprivate init(code: Int32) {
    self.init(FileError(operation: "read", path: "", code: code))
  }

  fileprivate init(_ error: FileError) {
    isDenied = error.isDenied
    isMissing = error.isMissing
    description =
      switch error.code {
      case ENOENT: "no such file"
      case _ where error.obstacle == .notAFile(.directory): "it is a folder"
      case ENOTDIR: "a part of its path is not a folder"
      case EACCES, EPERM: "permission denied"
      case EFBIG: "it is larger than \(YAMLLimits.standard.bytes >> 20) MiB"
      default: error.reason.lowercased()
      }
  }
}
