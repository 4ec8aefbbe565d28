#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the system said when it refused a file operation: `errno(3)`, taken at once as a value.
public struct FileError: Error, Hashable, Sendable {
  /// What was tried, as a verb phrase: `open`, `rename`, `sync`.
  public let operation: String
  /// The file or directory it was tried on.
  public let path: String
  /// The system's error number, such as `ENOSPC`.
  public let code: Int32
  /// Why it was not done, where the system would have; nil where the system refused.
  public let obstacle: Obstacle?

  /// Creates an error from its parts.
  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
    obstacle = nil
  }

  /// Refuses what the system would have done; what others may do counts as a permission that is wrong.
  init(operation: String, path: String, obstacle: Obstacle) {
    self.operation = operation
    self.path = path
    code =
      switch obstacle {
      case .owner, .writers: EPERM
      case .notAFile, .notAFolder, .names: EINVAL
      }
    self.obstacle = obstacle
  }

  /// Why, in the system's words or ours.
  public var reason: String { obstacle?.words ?? String(cString: strerror(code)) }

  /// What the operator can do, where it is known.
  public var help: String? { obstacle?.help(at: path) }

  /// Whether the disk or the quota is full: `ENOSPC`, `EDQUOT`.
  public var isFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether the file system is mounted read-only: `EROFS`.
  public var isReadOnly: Bool { code == EROFS }
  /// Whether permissions forbid it: `EACCES`, `EPERM`.
  public var isDenied: Bool { code == EACCES || code == EPERM }
  /// Whether something has the name already: `EEXIST`.
  public var isTaken: Bool { code == EEXIST }
  /// Whether too many files are open: `EMFILE`, `ENFILE`.
  public var isOutOfFiles: Bool { code == EMFILE || code == ENFILE }
  /// Whether the disk has failed to read or to write: `EIO`.
  public var isIO: Bool { code == EIO }
  /// Whether the file is larger than what is read of it: `EFBIG`.
  public var isTooLarge: Bool { code == EFBIG }
  /// Whether the file, or a directory on the way to it, does not exist: `ENOENT`.
  public var isMissing: Bool { code == ENOENT }
}

extension FileError: CustomStringConvertible {
  /// The operation, the path and the system's words: `cannot sync /q/tmp: Input/output error`.
  public var description: String {
    "cannot \(operation) \(path): \(reason)"
  }
}
