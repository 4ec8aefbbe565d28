#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A lock on a file (`flock(2)`), held until the value or the process ends, however it ends.
///
/// So there is no stale lock. The file stays, because removing it would let two processes hold
/// different files of one name; what it says is of its last holder.
public struct FileLock: ~Copyable, Sendable {
  /// Who holds a lock, as its file says in three lines for a person to read.
  public struct Holder: Equatable, Sendable {
    /// The process's number on its host.
    public let pid: Int32
    /// The host's name, without a line break.
    public let host: String
    /// When the lock was taken, as a text without a line break.
    public let since: String

    /// Describes a holder.
    public init(pid: Int32, host: String, since: String) {
      self.pid = pid
      self.host = host
      self.since = since
    }
  }

  /// Why a lock was not had.
  public enum Failure: Error, Equatable, Sendable {
    /// Another holder has it: the one its file names; nil where that one is gone, because somebody has it who writes
    /// nothing there, as flock(1) does.
    case held(by: Holder?)
    /// The file could not be opened, locked or written.
    case file(FileError)
  }

  private let descriptor: Descriptor

  deinit {
    // Closing alone would not do: a child process that is being started has the file open until it runs
    // its program, and holds the lock with it (flock(2)).
    _ = flock(descriptor.number, LOCK_UN)
  }

  /// Lets the lock go, and says in its file that its holder came to its end: a file that still names one
  /// is of a holder that has the lock, or was killed.
  public consuming func release() {
    // It cannot be reported to anybody; the lock goes in any case.
    if ftruncate(descriptor.number, 0) == 0 { descriptor.record { .truncate($0, size: 0) } }
  }

  /// Who holds a lock, or held it and was killed; nil where the last holder came to its end.
  ///
  /// Takes no lock, so that looking is in nobody's way.
  public static func lastHolder(at path: String) -> Holder? {
    guard
      let descriptor = try? Descriptor(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    else { return nil }
    return holder(in: descriptor)
  }

  private static func holder(in descriptor: borrowing Descriptor) -> Holder? {
    (try? descriptor.readFile(atMost: 4096)).flatMap(Holder.init(text:))
  }

  /// Takes the lock without waiting, creates its file where it is missing, and writes the holder into it.
  public init(
    _ name: String, in directory: borrowing Directory, holder: Holder
  ) throws(Failure) {
    descriptor = try Self.locked(name, in: directory, by: holder)
  }

  private static func locked(
    _ name: String, in directory: borrowing Directory, by holder: Holder
  ) throws(Failure) -> Descriptor {
    let descriptor: Descriptor
    do throws(FileError) {
      descriptor = try directory.openOwned(name, flags: O_RDWR)
    } catch {
      throw .file(error)
    }
    let (number, path) = (descriptor.number, descriptor.path)
    do throws(FileError) {
      _ = try retrying("lock", path) { flock(number, LOCK_EX | LOCK_NB) }
    } catch {
      guard error.code == EWOULDBLOCK else { throw .file(error) }
      throw .held(by: Self.holder(in: descriptor).flatMap { $0.isGone ? nil : $0 })
    }
    do throws(FileError) {
      _ = try retrying("write", path) { ftruncate(number, 0) }
      descriptor.record { .truncate($0, size: 0) }
      try descriptor.writeAll(holder.text)
    } catch {
      throw .file(error)
    }
    return descriptor
  }
}

extension FileLock.Holder: CustomStringConvertible {
  /// The holder in words: `process 4711 on build-7, since 2026-05-01T10:00:00Z`.
  public var description: String { "process \(pid) on \(host), since \(since)" }

  /// The file's contents.
  var text: [UInt8] { Array("process \(pid)\nhost \(host)\nsince \(since)\n".utf8) }

  /// Reads a file's contents; nil for anything but what ``text`` writes.
  init?(text: [UInt8]) {
    let lines = String(decoding: text, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, lines[0].hasPrefix("process "),
      let pid = Int32(lines[0].dropFirst(8)), lines[1].hasPrefix("host "),
      lines[2].hasPrefix("since ")
    else { return nil }
    self.init(pid: pid, host: String(lines[1].dropFirst(5)), since: String(lines[2].dropFirst(6)))
  }
}

extension FileLock.Failure: CustomStringConvertible {
  /// The failure in words.
  public var description: String {
    switch self {
    case .held(by: let holder?): "held by \(holder)"
    case .held(by: nil): "held by another process"
    case .file(let error): error.description
    }
  }
}
