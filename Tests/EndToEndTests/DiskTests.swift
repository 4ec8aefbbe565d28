import Foundation
import TestSupport
import Testing

/// Places that cannot be written: reported as such, and once they can be, the next run finishes.
@Suite(.timeLimit(.minutes(15)))
struct DiskTests {
  @Test func aQueueThatCannotBeADirectoryIsTold() async throws {
    let job = PleoJob(of: 20)
    try await Site.with(job, routes: [Routes.queue(), Routes.stdout()]) { site in
      try site.write("", to: "queue")
      let first = try await site.run()
      #expect(first.exit == .code(74))
      #expect(
        first.errors == [
          "route 'queue': file queue \(site.folder)/queue: "
            + "cannot open \(site.folder)/queue: Not a directory"
        ])
      #expect(
        first.log.compactMap(\.hint)
          == ["a file is where a folder should be: name another directory"])
      #expect(first.lines == job.lines(of: job.work), "the other route is not held up")
      try FileManager.default.removeItem(atPath: "\(site.folder)/queue")
      let second = try await site.run()
      #expect(second.exit == .code(0))
      #expect(second.stdout.isEmpty)
      #expect(try site.messages() == job.messageNames)
    }
  }

  @Test func aDatabaseInAFolderThatIsNotThereIsTold() async throws {
    let route = "- { name: books, sink: { sqlite: { path: ./none/export.sqlite } } }"
    try await Site.with(PleoJob(of: 20), routes: [route]) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(74))
      #expect(ended.log.compactMap(\.hint) == ["create the folder first"])
    }
  }

  @Test func aStateFolderThatCannotBeOneIsTold() async throws {
    try await Site.with(PleoJob(of: 20), routes: [Routes.queue()]) { site in
      try site.write("", to: "file")
      try site.writeJobFile(routes: [Routes.queue()], rest: "run: { state: ./file/state }")
      let ended = try await site.run()
      #expect(ended.exit == .code(74))
      #expect(ended.errors == ["cannot open \(site.folder)/file/state: Not a directory"])
      #expect(site.pleo.asked.isEmpty)
      #expect(try site.files() == ["file", "job.yaml"])
    }
  }

  #if os(Linux)
    struct Full: CustomTestStringConvertible, Sendable {
      /// What is on the full disk: the queue, the database or the ledger.
      let place: String
      /// How many pages are free.
      let pages: Int

      var testDescription: String { "\(place) with room for \(pages) pages" }
    }

    /// From no room at all to room for most of it, so that different steps fail.
    private static let full =
      [0, 1, 2, 3, 10, 40, 100].map { Full(place: "queue", pages: $0) }
      + [0, 1, 2, 8, 9, 12].map { Full(place: "database", pages: $0) }
      + [0, 1, 2, 8, 9, 16, 24, 28].map { Full(place: "ledger", pages: $0) }

    @Test(
      .enabled(if: SmallDisk.canBeMounted, "only root can mount a small file system"),
      arguments: full)
    func aFullDiskIsToldAndTheNextRunFinishesOnceThereIsRoom(_ full: Full) async throws {
      let job = PleoJob(of: 200)
      func on(_ place: String) -> String { full.place == place ? "./disk" : "." }
      let routes = [
        "- { name: queue, sink: { file_queue: { directory: \(on("queue"))/q } }, batch: 30 }",
        "- { name: books, sink: { sqlite: { path: \(on("database"))/x.sqlite } }, batch: 30 }",
      ]
      try await Site.with(job, routes: routes) { site in
        try await SmallDisk.with(at: "\(site.folder)/disk") { disk in
          try site.writeJobFile(routes: routes, rest: "run: { state: \(on("ledger"))/state }")
          try disk.fill(leaving: full.pages)
          let first = try await site.run()
          #expect(first.exit == .code(74))
          #expect(!first.errors.isEmpty)
          #expect(
            first.errors.allSatisfy {
              $0.contains("No space left on device") || $0.contains("full")
            },
            "\(first.errors)")
          disk.free()
          let second = try await site.run()
          #expect(second.exit == .code(0))
          #expect(try site.messages(in: "\(on("queue"))/q") == job.messageNames)
          #expect(try site.rows(of: "\(on("database"))/x.sqlite") == job.rows)
          let third = try await site.run()
          #expect(third.summary?.hasPrefix("nightly: nothing to deliver; ") == true)
        }
      }
    }
  #endif
}
