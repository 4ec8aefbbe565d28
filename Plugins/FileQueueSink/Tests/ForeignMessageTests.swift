import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Synchronization
import Testing

@testable import FileQueueSink

/// Something else under a message's name is never taken for the message, and never replaced.
@Suite struct ForeignMessageTests {
  /// A file with other content had a message's name before the first run: it was taken for the message,
  /// which was never written.
  @Test(arguments: [
    "hello", "", "{}\n", #"{"jobId":"x","accountingEntryId":"y","status":"z"}"# + "\n",
  ])
  func aForeignFileUnderAMessagesNameIsNeverTakenForIt(contents: String) async throws {
    for place in ["new", "cur"] {
      try await withScratchFolder { folder in
        let queue = try Directory(ownedAt: "\(folder)/\(place)")
        let name = try item(0).messageName
        try queue.write(Array(contents.utf8), to: name)
        let error = try await #require(throws: SinkError.self) {
          try await deliverAndClose([item(0), item(1)], in: folder)
        }
        #expect(error.code == .invalid)
        #expect(
          error.description
            == "\(folder)/\(place)/\(name) is a file that sluice did not write (it has "
            + "the name of a message that is to be published: move it away, and run again)")
        #expect(
          try queue.read(name, atMost: 1 << 24) == Array(contents.utf8), "it is left as it is")
        try queue.remove(name)
        #expect(
          try await deliverAndClose([item(0), item(1)], in: folder) == DeliveryReceipt(written: 2))
      }
    }
  }

  @Test func aFolderOrALinkUnderAMessagesNameIsNeverTakenForIt() async throws {
    try await withScratchFolder { folder in
      let new = try Directory(ownedAt: "\(folder)/new")
      let path = try "\(folder)/new/\(item(0).messageName)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      var error = try await #require(throws: SinkError.self) {
        try await deliverAndClose([item(0)], in: folder)
      }
      #expect(error.message == "\(path) is a folder that sluice did not write")
      try FileManager.default.removeItem(atPath: path)
      try Data(item(0).jsonLine).write(to: URL(filePath: "\(folder)/elsewhere"))
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "\(folder)/elsewhere")
      error = try await #require(throws: SinkError.self) {
        try await deliverAndClose([item(0)], in: folder)
      }
      #expect(error.message == "\(path) is a symbolic link that sluice did not write")
      #expect(try new.kind(of: item(0).messageName) == .link)
    }
  }

  @Test func aFileThatTakesAMessagesNameWhileItIsPublishedIsNotReplaced() async throws {
    try await withScratchFolder { folder in
      let name = try item(0).messageName
      let isFirst = Mutex(true)
      let sink = try FileQueueSink(at: folder, as: label()) { step in
        guard step == .journalSynced, isFirst.withLock({ $0 }) else { return }
        isFirst.withLock { $0 = false }
        try Data("mine".utf8).write(to: URL(filePath: "\(folder)/new/\(name)"))
      }
      await #expect(throws: SinkError.self) { try await sink.deliver(ItemBatch([item(0)])) }
      #expect(try String(contentsOfFile: "\(folder)/new/\(name)", encoding: .utf8) == "mine")
      try FileManager.default.removeItem(atPath: "\(folder)/new/\(name)")
      #expect(try await sink.deliver(ItemBatch([item(0)])).absorbed == 1, "it was rolled forward")
      #expect(try Folders(folder).new.read(name, atMost: 1 << 24) == item(0).jsonLine)
    }
  }
}
