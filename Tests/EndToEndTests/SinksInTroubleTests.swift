import Foundation
import SQLite
import TestSupport
import Testing

#if os(Linux)
  import Glibc

  /// The places of sinks are full, locked, read-only or cut in two: the run says so, the other sinks are not held up, and once the
  /// trouble is over the next run finishes.
  ///
  /// The table in the article *SinksInTrouble* is written by `make faults`.
  @Suite(.timeLimit(.minutes(15)))
  struct SinksInTroubleTests {
    private static let table = WrittenTable(
      in: "SinksInTrouble",
      head:
        "| trouble | exit | message | what to do | in the queue, the table, the file | the next run |"
    )

    @Test(.enabled(if: SmallDisk.canBeMounted, "only root can mount file systems"))
    func theTableOfSinksInTroubleIsCurrent() async throws {
      var rows: [String] = []
      for trouble in Trouble.all { rows.append(try await Self.row(of: trouble)) }
      if WrittenTable.isToBeWritten {
        try Self.table.write(rows)
      } else {
        #expect(try Self.table.rows() == rows, "run 'make faults', and look at the difference")
      }
    }

    private static func row(of trouble: Trouble) async throws -> String {
      try await withTemporaryFolder { folder in
        defer { umount2("\(folder)/queue", Int32(MNT_DETACH)) }
        let sinks = ThreeSinks(folder: folder, items: 12)
        return try await sinks.serving { api in
          let first = try await trouble.during(folder) { try await sinks.run(against: api) }
          let counts = try [sinks.delivered().count, sinks.rows(), sinks.lines()]
          #expect(first.exit == .code(trouble.code), "\(trouble.name): \(first.stderr)")
          let next = try await sinks.run(against: api)
          #expect(next.exit == .code(0), "\(trouble.name): \(next.stderr)")
          try sinks.expectWhole(after: trouble.name)
          try sinks.expectNothingLeaked(by: [first, next], after: trouble.name)
          return WrittenTable.row(
            trouble.name, first.code, plain(first.errors.first ?? "–", in: folder),
            plain(first.log.compactMap(\.hint).first ?? "–", in: folder),
            counts.map { "\($0)" }.joined(separator: ", "),
            "\(next.code): \(try sinks.delivered().count - counts[0]), "
              + "\(try sinks.rows() - counts[1]), \(try sinks.lines() - counts[2])")
        }
      }
    }

    private static func plain(_ text: String, in folder: String) -> String {
      text.replacing("\(folder)/", with: "").replacing(folder, with: ".").replacing(
        /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
    }
  }

  /// Something that is wrong with places while a run goes on.
  private struct Trouble: Sendable {
    let name: String
    /// The exit code of the run.
    var code: Int32 = 74
    /// Makes the trouble in a folder, runs `body`, and mends it.
    let during: @Sendable (String, () async throws -> Ended) async throws -> Ended

    init(
      _ name: String, code: Int32 = 74,
      during: @escaping @Sendable (String, () async throws -> Ended) async throws -> Ended
    ) {
      (self.name, self.code, self.during) = (name, code, during)
    }

    static let all =
      [
        Trouble("the database is locked by another program", code: 69) { folder, body in
          let other = try Connection(path: "\(folder)/books.sqlite", access: .readWriteCreate)
          try other.execute("BEGIN EXCLUSIVE")
          let ended = try await body()
          try other.execute("ROLLBACK")
          return ended
        },
        Trouble("the CSV file is locked by another program", code: 69) { folder, body in
          let lock = open("\(folder)/items.csv.lock", O_RDWR | O_CREAT, 0o600)
          defer { close(lock) }
          guard flock(lock, LOCK_EX) == 0 else { throw POSIXError(.EDEADLK) }
          return try await body()
        },
        Trouble("the database is a folder") { folder, body in
          try await withFolder("\(folder)/books.sqlite", body)
        },
        Trouble("the CSV file is a folder") { folder, body in
          try await withFolder("\(folder)/items.csv", body)
        },
        disk("the queue is on a disk that is read-only", options: ""),
        disk("the queue is on a disk without room", options: "size=4k"),
        mounted("the queue's `new` is on another disk", at: "queue/new"),
        mounted("the queue's `.sluice` is on another disk", at: "queue/.sluice"),
      ]
      + [2, 5, 8, 12].map {
        disk("the queue is on a disk with \($0) inodes", options: "nr_inodes=\($0)")
      }

    private static func withFolder(
      _ path: String, _ body: () async throws -> Ended
    ) async throws -> Ended {
      guard mkdir(path, 0o700) == 0 else { throw POSIXError(.EEXIST) }
      let ended = try await body()
      rmdir(path)
      return ended
    }

    /// The queue is on a small disk, which becomes larger, or writable.
    private static func disk(_ name: String, options: String) -> Trouble {
      Trouble(name) { folder, body in
        let queue = "\(folder)/queue"
        try mount(at: queue, options.isEmpty ? MS_RDONLY : 0, options)
        let ended = try await body()
        try mount(at: queue, MS_REMOUNT, "size=1m,nr_inodes=1000")
        return ended
      }
    }

    /// Another disk is where a folder should be, and goes away.
    private static func mounted(_ name: String, at place: String) -> Trouble {
      Trouble(name) { folder, body in
        try mount(at: "\(folder)/\(place)", 0, "size=1m")
        let ended = try await body()
        umount2("\(folder)/\(place)", Int32(MNT_DETACH))
        return ended
      }
    }

    private static func mount(at path: String, _ flags: Int, _ options: String) throws {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let all = options.isEmpty ? "mode=0700" : "mode=0700,\(options)"
      guard Glibc.mount("none", path, "tmpfs", UInt(flags), all) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
      }
    }
  }
#endif
