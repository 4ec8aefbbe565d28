import Foundation
import SinkKit
import SinkKitTesting
import Testing

@testable import FileQueueSink

/// Looking at the queue's place without touching it.
@Suite struct FileQueueProbeTests {
  @Test func aPlaceThatCanBeUsedIsLeftAsItIs() async throws {
    try await withScratchFolder { folder in
      try await module(in: folder).probe()
      #expect(try FileManager.default.subpathsOfDirectory(atPath: folder) == [])
      try await FileQueueSink(at: "\(folder)/a/queue", as: label()).close()
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      try await module(in: folder).probe()
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
        try await module(in: folder).probe()
      }
      #expect(error.code == .invalid)
      #expect(
        error.hint == "a file is where a folder should be: name another directory")
    }
  }

  private func module(in folder: String) throws -> FileQueueSinkModule {
    try FileQueueSinkModule.make(from: .mapping(["directory": "./a/queue"]), in: folder)
  }
}
