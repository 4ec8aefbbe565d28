import DurableFiles
import Foundation
import Synchronization

/// Records what is done below a folder, and gives what a machine that lost its power would have left of it.
///
/// It sees what is written by `DurableFiles` and by SQLite. ``unseen()`` says what was written by other means.
public final class DiskRecorder: Sendable {
  private enum Event {
    case operation(FileOperation, isDurable: Bool)
    /// A moment with a number of the caller's.
    case mark(Int)
  }

  private let folder: String
  /// What was there before.
  private let beginning: DiskHistory
  private let events = Mutex<[Event]>([])

  /// Begins with an empty folder; nil where there is none.
  public init?(of folder: String) {
    guard let identity = FileIdentity(at: folder), SQLiteRecording.begin() else { return nil }
    self.folder = folder
    beginning = DiskHistory(in: identity)
  }

  private init(of folder: String, after beginning: DiskHistory) {
    self.folder = folder
    self.beginning = beginning
  }

  /// Lets operations of `body` on files fail, those of SQLite among them.
  ///
  /// - Parameter fault: is asked before each operation, in words such as `write` and `sync` with a path: the error number
  ///   to fail with, or nil to go on.
  public static func failing<Result>(
    by fault: @escaping @Sendable (_ operation: String, _ path: String) -> Int32?,
    _ body: () async throws -> Result
  ) async throws -> Result {
    precondition(SQLiteRecording.begin(), "SQLite takes another VFS")
    return try await FileFaults.$fault.withValue(fault, operation: body)
  }

  /// Records what `body` does.
  ///
  /// - Parameter isDurable: whether what it does is on the disk at once, as that of another program that has synced it.
  public func recording<Result>(
    isDurable: Bool = false, _ body: () async throws -> Result
  ) async rethrows -> Result {
    let record: @Sendable (FileOperation) -> Void = { [self] operation in
      events.withLock { $0.append(.operation(operation, isDurable: isDurable)) }
    }
    return try await FileRecording.$record.withValue(record, operation: body)
  }

  /// Notes that something is true from now on, by a number that only grows.
  public func mark(_ number: Int) { events.withLock { $0.append(.mark(number)) } }

  /// What a loss of power may leave.
  public struct Remains: Sendable {
    /// The last mark before it; 0 where there was none.
    public let mark: Int
    /// How many operations had been done.
    public let operations: Int
    /// The files and folders.
    fileprivate let tree: [String: [UInt8]?]

    /// Lays them out in a new folder, in memory where there is such a place, and removes it afterwards.
    public func laidOut<Result>(
      _ body: (_ folder: String) async throws -> Result
    ) async throws -> Result {
      try await LaidOut.with(tree, body)
    }
  }

  /// What a process that was killed leaves to the next one, of which not all is durable.
  public struct Halt: Sendable {
    /// The last mark before it; 0 where there was none.
    public let mark: Int
    /// How many operations had been done.
    public let operations: Int
    fileprivate let history: DiskHistory

    /// Lays it out in a new folder, as ``Remains/laidOut(_:)`` does, with a recorder that knows what is not durable.
    public func laidOut<Result>(
      _ body: (_ folder: String, _ recorder: DiskRecorder) async throws -> Result
    ) async throws -> Result {
      try await LaidOut.with(history.live.tree()) { folder in
        let beginning = history.laidOut { FileIdentity(at: folder + $0) }
        return try await body(folder, DiskRecorder(of: folder, after: beginning))
      }
    }
  }

  /// What a process that was killed leaves, behind each operation between two marks.
  public func halts(after first: Int, before last: Int) -> [Halt] {
    var history = beginning
    var (mark, operations) = (0, 0)
    var halts: [Halt] = []
    for event in events.withLock({ $0 }) {
      switch event {
      case .mark(let number): mark = number
      case .operation(let operation, let isDurable):
        history.add(operation, isDurable: isDurable)
        operations += 1
        guard mark >= first, mark < last else { continue }
        halts.append(Halt(mark: mark, operations: operations, history: history))
      }
    }
    return halts
  }

  /// Everything that a loss of power may leave, at each moment, each once.
  ///
  /// - Parameter isThorough: whether single steps are tried too, and not only all of what is pending, nothing of it, all but the last,
  ///   the names alone and the contents alone.
  public func remains(isThorough: Bool = true) -> [Remains] {
    var history = beginning
    var seen: Set<Fingerprint> = []
    var remains: [Remains] = []
    var (mark, operations) = (0, 0)
    func add(_ disks: [Disk]) {
      for disk in disks {
        let tree = disk.tree()
        guard seen.insert(Fingerprint(mark, tree)).inserted else { continue }
        remains.append(Remains(mark: mark, operations: operations, tree: tree))
      }
    }
    add(history.possibleDisks(isThorough: isThorough))
    for event in events.withLock({ $0 }) {
      switch event {
      case .mark(let number): mark = number
      case .operation(let operation, let isDurable):
        history.add(operation, isDurable: isDurable)
        operations += 1
      }
      add(history.possibleDisks(isThorough: isThorough))
    }
    return remains
  }

  /// Stands for a mark and what a disk has, so that few bytes are compared: two hashes, each begun in another way.
  private struct Fingerprint: Hashable {
    private let hashes: [Int]

    init(_ mark: Int, _ tree: [String: [UInt8]?]) {
      let files = tree.sorted { $0.key < $1.key }
      hashes = [1, 2].map { beginning in
        var hasher = Hasher()
        hasher.combine(beginning)
        hasher.combine(mark)
        for (path, contents) in files {
          hasher.combine(path)
          contents?.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
        return hasher.finalize()
      }
    }
  }

  /// The files and folders, by their paths from the folder, that are not as what was recorded makes them: somebody wrote
  /// them by other means.
  public func unseen() -> [String] {
    var history = beginning
    for case .operation(let operation, let isDurable) in events.withLock({ $0 }) {
      history.add(operation, isDurable: isDurable)
    }
    let tree = history.live.tree()
    let paths = FileManager.default.subpaths(atPath: folder) ?? []
    return paths.filter { path in
      // SQLite shares memory by this file, which it makes anew whenever it needs it.
      guard !path.hasSuffix("-shm") else { return false }
      guard let known = tree[path] else { return true }
      guard let known else { return false }
      return FileManager.default.contents(atPath: "\(folder)/\(path)").map(Array.init) != known
    }.sorted()
  }
}

/// A folder that is laid out for a test, in memory where there is such a place, and removed afterwards.
private enum LaidOut {
  static func with<Result>(
    _ tree: [String: [UInt8]?], _ body: (_ folder: String) async throws -> Result
  ) async throws -> Result {
    let memory = "/dev/shm"
    let isThere = FileManager.default.isWritableFile(atPath: memory)
    let place =
      isThere ? memory : FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    let folder = "\(place)/disk-\(UUID().uuidString)"
    try makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (path, contents) in tree.sorted(by: { $0.key < $1.key }) {
      guard let contents else {
        try makeFolder("\(folder)/\(path)")
        continue
      }
      guard
        FileManager.default.createFile(
          atPath: "\(folder)/\(path)", contents: Data(contents),
          attributes: [.posixPermissions: 0o600])
      else { throw CocoaError(.fileWriteUnknown) }
    }
    return try await body(folder)
  }

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }
}
