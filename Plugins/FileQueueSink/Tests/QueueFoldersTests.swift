import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Testing

@testable import FileQueueSink

/// The folders of a queue: what a label has of its own, and what a run that died left in them.
struct QueueFoldersTests {
  @Test func theFoldersAreCreatedForTheirLabel() async throws {
    try await withScratchFolder { folder in
      let folders = try QueueFolders(at: "\(folder)/queue", for: label(), access: .owner)
      #expect(folders.staged.path == "\(folder)/queue/.sluice/nightly.file_queue/staged")
      #expect(try Directory(at: "\(folder)/queue").names().sorted() == [".sluice", "cur", "new"])
      #expect(try QueueFolders.labels(of: "\(folder)/queue") == ["nightly.file_queue"])
    }
  }

  @Test func whatIsJournalledIsPublishedAndTheRestIsRemoved() async throws {
    try await withScratchFolder { folder in
      let folders = try QueueFolders(at: folder, for: label(), access: .owner)
      let items = try [item(1), item(2), item(3)]
      for item in items {
        try folders.staged.write(message(of: item), to: item.messageName)
      }
      let journal = Journal().preceded(by: ItemBatch(Array(items[..<2])))
      try folders.own.write(journal.text, to: Journal.fileName(of: items[0].jobID))
      #expect(try folders.recover { _ in } == [items[0].jobID: journal])
      #expect(try folders.new.names().sorted() == items[..<2].map(\.messageName).sorted())
      #expect(try folders.staged.names() == [])
      #expect(try folders.missing(items) == [items[2]])
    }
  }

  @Test func theUnfinishedMessagesOfAnotherLabelAreLeftAlone() async throws {
    try await withScratchFolder { folder in
      let folders = try QueueFolders(at: folder, for: label(), access: .owner)
      let other = try QueueFolders(at: folder, for: label("daily"), access: .owner)
      let name = try item(1).messageName
      try other.staged.write(message(of: item(1)), to: name)
      _ = try folders.recover { _ in }
      #expect(try other.staged.names() == [name])
    }
  }

  /// A version before this one staged messages in `tmp`, where a program that cleans up, or another disk that is mounted there,
  /// made it take them for published.
  @Test func whatAnEarlierVersionHadStagedIsTakenOver() async throws {
    try await withScratchFolder { folder in
      let items = try [item(1), item(2)]
      let tmp = try Directory(ownedAt: "\(folder)/tmp")
      for item in items {
        try tmp.write(message(of: item), to: "nightly.file_queue.\(item.messageName)")
      }
      try tmp.write(message(of: items[0]), to: "daily.file_queue.\(items[0].messageName)")
      let folders = try QueueFolders(at: folder, for: label(), access: .owner)
      let journal = Journal().preceded(by: ItemBatch([items[0]]))
      try folders.own.write(journal.text, to: Journal.fileName(of: items[0].jobID))
      _ = try folders.recover { _ in }
      #expect(try folders.new.names() == [items[0].messageName])
      #expect(try folders.staged.names() == [])
      #expect(try tmp.names() == ["daily.file_queue.\(items[0].messageName)"])
    }
  }

  @Test func aJournalThatIsNoneIsNotPassedOver() async throws {
    try await withScratchFolder { folder in
      let folders = try QueueFolders(at: folder, for: label(), access: .owner)
      let path = try "\(folders.own.path)/\(Journal.fileName(of: item(1).jobID))"
      try Data("sluice file queue journal 9\n".utf8).write(to: URL(filePath: path))
      let error = #expect(throws: SinkError.self) { try folders.recover { _ in } }
      #expect(error?.message == "cannot understand the queue's journal \(path)")
    }
  }

  @Test func aMessageThatIsTakenIsStillHeld() async throws {
    try await withScratchFolder { folder in
      try await deliverAndClose([item(1)], in: folder)
      let folders = try QueueFolders(at: folder, for: label(), access: .owner)
      #expect(try folders.missing([item(1)]) == [])
      try folders.new.move(item(1).messageName, to: folders.cur, as: item(1).messageName)
      #expect(try folders.missing([item(1)]) == [])
      try folders.cur.write([], to: "another")
      #expect(try folders.missing([item(1)]) == [])
      try folders.cur.remove(item(1).messageName)
      #expect(try folders.missing([item(1)]) == [item(1)])
    }
  }

  private func message(of item: StoredItem) -> [UInt8] {
    item.jsonLine
  }
}
