import Foundation
import SinkKit
import SinkKitTesting
import Testing

@testable import FileQueueSink

/// Looking at the queue's place without touching it.
@Suite struct FileQueueProbeTests {
  @Test func aPlaceThatCanBeUsedIsLeftAsItIs() async throws {
    try await withScratchFolder { folder in
      try await module(in: folder).probe(as: label())
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder) == [])
      try await FileQueueSink(at: "\(folder)/a/queue", as: label()).close()
      // A run leaves it alone, too.
      try Data().write(to: URL(filePath: "\(folder)/a/queue/.sluice/README"))
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      try await module(in: folder).probe(as: label())
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == before)
    }
  }

  @Test(arguments: ["a", "a/queue", "a/queue/new"])
  func aFileWhereAFolderShouldBeIsSaid(place: String) async throws {
    try await withScratchFolder { folder in
      let parent = URL(filePath: "\(folder)/\(place)").deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: "\(folder)/\(place)"))
      let error = try await #require(throws: SinkError.self) {
        try await module(in: folder).probe(as: label())
      }
      #expect(error.code == .invalid)
      #expect(
        error.hint == "a file is where a folder should be: name another directory")
    }
  }

  /// `check --live` found nothing, and then the run was refused.
  @Test(
    arguments: ["new", "cur", ".sluice", ".sluice/LABEL", ".sluice/LABEL/staged"], [true, false])
  func whatOpeningRefusesIsRefused(place: String, isLink: Bool) async throws {
    try await withScratchFolder { folder in
      try await FileQueueSink(at: "\(folder)/a/queue", as: label()).close()
      let own = QueueFolders.name(of: try label())
      let path = "\(folder)/a/queue/\(place.replacing("LABEL", with: own))"
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(
        atPath: "\(folder)/elsewhere", withIntermediateDirectories: false)
      #expect(isLink ? symlink("\(folder)/elsewhere", path) == 0 : mkfifo(path, 0o600) == 0)
      let error = try await #require(throws: SinkError.self) {
        try await module(in: folder).probe(as: label())
      }
      let opening = try #require(throws: SinkError.self) {
        try FileQueueSink(at: "\(folder)/a/queue", as: label())
      }
      #expect(error.code == opening.code && error.message == opening.message, "\(opening)")
    }
  }

  private func module(in folder: String) throws -> FileQueueSinkModule {
    try FileQueueSinkModule.make(from: .mapping(["directory": "./a/queue"]), in: folder)
  }
}
