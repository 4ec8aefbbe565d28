import Foundation
import TestSupport
import Testing

/// Folders that somebody hostile shares: nothing is written through what they put there, and a folder that
/// they can change is not trusted.
@Suite(.timeLimit(.minutes(15)))
struct HostileFolderTests {
  private static let own = "queue/.sluice/nightly.queue"

  /// Every name that a run opens or creates, and the exit code where something else has it.
  private static let names = [
    ".sluice/nightly/lock", ".sluice/nightly/ledger.sqlite", ".sluice/nightly/ledger.sqlite-wal",
    ".sluice/nightly/ledger.sqlite-shm", ".sluice/nightly/ledger.sqlite-journal",
    "\(own)/lock", "\(own)/\(PleoJob.sampleID).journal",
    "export.sqlite", "export.sqlite-wal", "export.sqlite-shm", "export.sqlite-journal",
  ]

  enum Planted: String, CaseIterable {
    case link, hardLink, pipe, device

    func put(at path: String, to victim: String) -> Bool {
      switch self {
      case .link: symlink(victim, path) == 0
      case .hardLink: Foundation.link(victim, path) == 0
      case .pipe: mkfifo(path, 0o600) == 0
      // The device /dev/zero, which has no end.
      case .device: mknod(path, S_IFCHR | 0o600, 0x105) == 0
      }
    }

    var words: String {
      switch self {
      case .link: "a symbolic link"
      case .hardLink: "names (hard links)"
      case .pipe: "a named pipe"
      case .device: "a device or a socket"
      }
    }
  }

  /// `lock` and ledger, database and messages were written through links, and what was behind them was
  /// emptied; a pipe kept the run waiting for good.
  @Test(arguments: names, Planted.allCases)
  func nothingIsWrittenThroughWhatSomebodyElsePutThere(
    name: String, planted: Planted
  ) async throws {
    try await Site.with(PleoJob(of: 3), routes: [Routes.queue(), Routes.books()]) { site in
      let files = FileManager.default
      for folder in [".sluice/nightly", Self.own] {
        try files.createDirectory(
          atPath: "\(site.folder)/\(folder)", withIntermediateDirectories: true)
      }
      let victim = "\(site.folder)/victim"
      try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
      // A journal is read and replaced by renaming: its other names keep what they have.
      guard !(planted == .hardLink && name.hasSuffix(".journal")),
        planted.put(at: "\(site.folder)/\(name)", to: victim)
      else { return }
      let ended = try await site.run()
      #expect(ended.exit == .code(74), "\(ended.stderr)")
      let told = ended.errors + ended.notes
      #expect(
        told.contains { $0.contains("/\(name): ") && $0.contains(planted.words) }, "\(told)")
      #expect(files.contents(atPath: victim) == Data("precious".utf8))
      if !name.hasPrefix(".sluice") {
        let live = try await site.sluice.run("check", "--live", "job.yaml")
        if name.hasPrefix("export") { #expect(live.exit == .code(74), "\(live.notes)") }
      } else if name.contains("ledger") {
        for command in ["status", "plan", "items"] {
          let looked = try await site.sluice.run(command, "job.yaml")
          #expect(looked.exit == .code(74), "\(command): \(looked.stderr)")
          #expect(files.contents(atPath: victim) == Data("precious".utf8), "\(command)")
        }
      }
    }
  }

  /// What others can write in: the state folder, the folder of a database, a queue and each of its folders.
  @Test(arguments: [
    ".sluice/nightly", "books", "queue", "queue/new", "queue/cur", "queue/.sluice", own,
    "\(own)/staged",
  ])
  func aFolderThatEveryoneCanWriteInIsNotTrusted(folder: String) async throws {
    let routes = [
      Routes.queue(), "- { name: books, sink: { sqlite: { path: ./books/export.sqlite } } }",
    ]
    try await Site.with(PleoJob(of: 3), routes: routes) { site in
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/books", withIntermediateDirectories: false)
      let first = try await site.run()
      #expect(first.exit == .code(0), "\(first.stderr)")
      let path = "\(site.folder)/\(folder)"
      #expect(chmod(path, 0o777) == 0)
      let ended = try await site.run()
      // A route that owes nothing opens no sink.
      if folder == ".sluice/nightly" { #expect(ended.exit == .code(77), "\(ended.stderr)") }
      let live = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(live.exit == .code(77), "\(live.notes)")
      try FileManager.default.removeItem(atPath: "\(site.folder)/.sluice")
      guard folder != ".sluice/nightly" else { return }
      let fresh = try await site.run()
      #expect(fresh.exit == .code(77), "\(fresh.stderr)")
      #expect(
        fresh.errors.contains {
          $0.hasSuffix("cannot keep files in \(path): every user can write in it")
        }, "\(fresh.errors)")
    }
  }

  /// As root, `fmt` wrote through a link that another user had put in the place of its draft.
  @Test func fmtLeavesWhatHasTheNameOfItsDraftAlone() async throws {
    try await withTemporaryFolder { folder in
      try Data("job: nightly\nversion: 1\n".utf8).write(
        to: URL(fileURLWithPath: "\(folder)/job.yaml"))
      try Data("precious".utf8).write(to: URL(fileURLWithPath: "\(folder)/victim"))
      #expect(symlink("victim", "\(folder)/.job.yaml.new") == 0)
      let ended = try await Sluice(folder: folder).run("fmt", "job.yaml")
      #expect(ended.exit == .code(0))
      #expect(
        FileManager.default.contents(atPath: "\(folder)/victim") == Data("precious".utf8))
      #expect(
        FileManager.default.contents(atPath: "\(folder)/job.yaml")
          == Data("version: 1\njob: nightly\n".utf8))
    }
  }

  /// SQLite removed any file that a journal beside a database names.
  @Test(arguments: [".sluice/nightly/ledger.sqlite", "export.sqlite"])
  func aJournalThatNamesAnotherFileIsRefused(database: String) async throws {
    try await Site.with(PleoJob(of: 3), routes: [Routes.books()]) { site in
      #expect(try await site.run().exit == .code(0))
      let victim = "\(site.folder)/victim"
      try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
      try Self.journal(naming: victim).write(
        to: URL(fileURLWithPath: "\(site.folder)/\(database)-journal"))
      // So that there is something to deliver.
      if database == "export.sqlite" {
        try FileManager.default.removeItem(atPath: "\(site.folder)/.sluice")
      }
      for command in ["status", "plan", "run", "check --live"] {
        let ended = try await site.sluice.run(shell: "\"$SLUICE\" \(command) job.yaml")
        if !database.hasPrefix("export") || command == "run" || command.hasPrefix("check") {
          #expect(ended.exit == .code(74), "\(command): \(ended.stderr)")
          #expect(
            ended.stderr.contains(
              "its -journal file names another file, which SQLite would remove"),
            "\(command): \(ended.stderr)")
        }
        #expect(FileManager.default.contents(atPath: victim) == Data("precious".utf8), "\(command)")
      }
    }
  }

  /// A journal that ends with the name of a super-journal (sqlite.org/src/file/src/pager.c,
  /// `writeSuperJournal`).
  private static func journal(naming path: String) -> Data {
    let mark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
    let name = Array(path.utf8)
    let sum = name.reduce(UInt32(0)) { $0 &+ UInt32($1) }
    let header = mark + number(0) + number(0) + number(0) + number(512) + number(4096)
    return Data(
      header + [UInt8](repeating: 0, count: 512 - header.count) + number(0x4000_0000 / 4096 + 1)
        + name + number(UInt32(name.count)) + number(sum) + mark)
  }

  /// With a umask of 000, `init` wrote a file that everyone could change.
  @Test func whatIsCreatedIsItsOwnersWhateverTheUmaskIs() async throws {
    try await Site.with(PleoJob(of: 3), routes: [Routes.queue(), Routes.books()]) { site in
      let ended = try await site.sluice.run(
        shell: "umask 000; \"$SLUICE\" init --output mine.yaml && \"$SLUICE\" run job.yaml")
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      for name in try site.files() where name != "job.yaml" {
        var information = stat()
        #expect(lstat("\(site.folder)/\(name)", &information) == 0)
        let isFolder = information.st_mode & S_IFMT == S_IFDIR
        #expect(
          information.st_mode & 0o7777 == (isFolder ? 0o700 : 0o600),
          "\(name): \(String(information.st_mode, radix: 8))")
      }
    }
  }

  #if os(Linux)
    /// A second user of the machine, in a folder that both can write in.
    @Test(.enabled(if: geteuid() == 0, "only root can be two users"))
    func whatAnotherUserPreparedIsNotTrusted() async throws {
      try await Site.with(PleoJob(of: 3), routes: [Routes.queue(), Routes.books()]) { site in
        let ended = try await site.sluice.run(
          shell: """
            mkdir shared && chmod 1777 shared && cp job.yaml shared && cd shared || exit 1
            setpriv --reuid=65534 --regid=65534 --clear-groups mkdir -p .sluice/nightly queue || exit 1
            "$SLUICE" run job.yaml
            """)
        #expect(ended.exit == .code(77))
        #expect(
          ended.notes.contains {
            $0.contains("/shared/.sluice: it belongs to user nobody, and this is user root")
          }, "\(ended.stderr)")
        let moved = try await site.sluice.run(
          shell: "cd shared && \"$SLUICE\" run --state \(site.folder)/state job.yaml")
        #expect(moved.exit == .code(77))
        #expect(
          moved.errors.contains {
            $0.hasSuffix(
              "/shared/queue: it belongs to user nobody, and this is user root")
          }, "\(moved.errors)")
        #expect(
          moved.errors.contains {
            $0.hasSuffix("cannot keep files in \(site.folder)/shared: every user can write in it")
          }, "\(moved.errors)")
      }
    }
  #endif
}
