import DiskReplay
import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Synchronization
import Testing

@testable import FileQueueSink

@Suite struct FileQueueSinkTests {
  private static let contract = SinkContract(
    of: FileQueueSinkModule.self, settings: { .mapping(["directory": "\($0)/queue"]) },
    readBack: { folder in
      let new = try Directory(at: "\(folder)/queue/new")
      return try new.names().map { try DeliveredItem(jsonLine: new.read($0, atMost: 1 << 24)) }
    },
    empty: { folder in
      let new = try Directory(at: "\(folder)/queue/new")
      for name in try new.names() { try new.remove(name) }
    })

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContract(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract.check(rule)
    #expect(violations == [])
  }

  @Test func theModuleClaimsItsDirectory() throws {
    let module = try FileQueueSinkModule.make(from: .mapping(["directory": "./q"]), in: "/jobs")
    #expect(FileQueueSinkModule.descriptor.kind == "file_queue")
    #expect(FileQueueSinkModule.descriptor.redelivery == .absorbed)
    #expect(module.claims == [.directory("/jobs/q")])
  }

  @Test func aMessageIsNamedAfterItsItemAloneAndHoldsItsLine() async throws {
    try await withScratchFolder { folder in
      let items = try [item(0), item(1, orderKey: "k01")]
      let sink = try FileQueueSink(at: folder, as: label())
      _ = try await sink.deliver(ItemBatch(items))
      let names = [
        "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.00000000-0000-0007-0000-000000000000.json",
        "k01.0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a.00000000-0000-0007-0000-000000000001.json",
      ]
      let new = try Directory(at: "\(folder)/new")
      #expect(try new.names() == names)
      #expect(try names.map { try new.read($0, atMost: 1 << 24) } == items.map(\.jsonLine))
    }
  }

  @Test func theQueueIsForItsOwnerAlone() async throws {
    try await withScratchFolder { folder in
      let sink = try FileQueueSink(at: "\(folder)/a/queue", as: label())
      _ = try await sink.deliver(ItemBatch([item(0)]))
      let own = "a/queue/.sluice/nightly.file_queue"
      for name in [
        "a/queue", "a/queue/new", "a/queue/cur", "a/queue/.sluice", own, "\(own)/staged",
      ] {
        #expect(try mode(of: "\(folder)/\(name)") == 0o700, "\(name)")
      }
      for name in ["a/queue/new/\(try item(0).messageName)", "\(own)/lock", journal(in: own)] {
        #expect(try mode(of: "\(folder)/\(name)") == 0o600, "\(name)")
      }
    }
  }

  @Test func aQueueForTheGroupCanBeEmptiedByIt() async throws {
    try await withScratchFolder { folder in
      let sink = try FileQueueSink(at: "\(folder)/queue", as: label(), access: .group)
      _ = try await sink.deliver(ItemBatch([item(0)]))
      for name in ["queue", "queue/new", "queue/cur"] {
        #expect(try mode(of: "\(folder)/\(name)") == 0o2770, "\(name)")
      }
      #expect(try mode(of: "\(folder)/queue/new/\(item(0).messageName)") == 0o660)
      #expect(
        try mode(of: "\(folder)/queue/.sluice") & 0o777 == 0o700, "our own is nobody else's")
    }
  }

  /// A journal that came back would swallow what 'state rewind' delivers again.
  @Test func whatAClosedSinkHasForgottenStaysForgottenAfterALossOfPower() async throws {
    try await withScratchFolder { folder in
      let recorder = try #require(DiskRecorder(of: folder))
      _ = try await recorder.recording {
        try await deliverAndClose([item(0)], in: "\(folder)/queue")
      }
      recorder.mark(1)
      for remains in recorder.remains() where remains.mark == 1 {
        try await remains.laidOut { disk in
          let message = try "\(disk)/queue/new/\(item(0).messageName)"
          try FileManager.default.removeItem(atPath: message)
          let receipt = try await deliverAndClose([item(0)], in: "\(disk)/queue")
          #expect(receipt == DeliveryReceipt(written: 1))
        }
      }
    }
  }

  @Test func aMessageWithAnOlderStatusIsTheItemsOwn() async throws {
    try await withScratchFolder { folder in
      try await deliverAndClose([item(0)], in: folder)
      let newer = StoredItem(
        ordinal: 0, jobID: try item(0).jobID, entryID: try item(0).entryID, status: .inProgress)
      #expect(try await deliverAndClose([newer], in: folder) == .init(written: 0, absorbed: 1))
    }
  }

  /// A run died while it published; its route was renamed, and its messages never appeared, or appeared
  /// twice.
  @Test func aRouteUnderANewNameFinishesWhatTheOldOneBegan() async throws {
    try await withScratchFolder { folder in
      let items = try (0..<3).map { try item($0) }
      do {
        let published = Mutex(0)
        let dead = try FileQueueSink(at: folder, as: label("before")) { step in
          guard step == .messagePublished else { return }
          let count = published.withLock { count in
            count += 1
            return count
          }
          if count == 2 { throw Disturbed() }
        }
        await #expect(throws: SinkError.self) { try await dead.deliver(ItemBatch(items)) }
      }
      let queue = try Folders(folder)
      for name in try queue.new.names() { try queue.new.remove(name) }
      let renamed = try FileQueueSink(at: folder, as: label("after"))
      #expect(try queue.new.names() == [items[2].messageName])
      #expect(
        try await renamed.deliver(ItemBatch(items)) == DeliveryReceipt(written: 0, absorbed: 3))
      #expect(try queue.staged.names() == [])
    }
  }

  @Test func aMessageThatWaitsOrIsTakenIsAbsorbedWithoutAJournal() async throws {
    try await withScratchFolder { folder in
      try await deliverAndClose([item(0), item(1), item(2)], in: folder)
      let queue = try Folders(folder)
      try queue.new.move(item(0).messageName, to: queue.cur, as: item(0).messageName)
      try queue.new.remove(item(1).messageName)
      // The ledger was lost: what is still in the queue is known by its name.
      let receipt = try await deliverAndClose([item(0), item(1), item(2)], in: folder)
      #expect(receipt == DeliveryReceipt(written: 1, absorbed: 2))
      #expect(try queue.new.names() == [item(1).messageName, item(2).messageName])
    }
  }

  @Test func aBatchThatComesAgainInOneRunIsAbsorbedThoughItsMessagesAreGone() async throws {
    try await withScratchFolder { folder in
      let sink = try FileQueueSink(at: folder, as: label())
      let batches = try [ItemBatch([item(0)]), ItemBatch([item(1)])]
      for batch in batches { _ = try await sink.deliver(batch) }
      let queue = try Folders(folder)
      for name in try queue.new.names() { try queue.new.remove(name) }
      #expect(try await sink.deliver(batches[1]) == DeliveryReceipt(written: 0, absorbed: 1))
      #expect(try queue.new.names() == [])
    }
  }

  @Test func closingRemovesTheJournalsOfWhatWasDelivered() async throws {
    try await withScratchFolder { folder in
      try await deliverAndClose([item(0)], in: folder)
      let own = try Directory(at: "\(folder)/.sluice/nightly.file_queue")
      #expect(try own.names().sorted() == ["lock", "staged"])
    }
  }

  @Test func closingAfterAFailedDeliveryKeepsItsJournal() async throws {
    try await withScratchFolder { folder in
      let batch = try ItemBatch([item(0), item(1)])
      let sink = try FileQueueSink(at: folder, as: label()) { step in
        if step == .messagePublished { throw Disturbed() }
      }
      await #expect(throws: SinkError.self) { try await sink.deliver(batch) }
      try await sink.close()
      let queue = try Folders(folder)
      try queue.new.remove(item(0).messageName)
      let receipt = try await deliverAndClose([item(0), item(1)], in: folder)
      #expect(receipt == DeliveryReceipt(written: 0, absorbed: 2))
      #expect(try queue.new.names() == [item(1).messageName])
    }
  }

  @Test func aFailedBatchThatComesAgainInPartsIsAbsorbed() async throws {
    try await withScratchFolder { folder in
      let failures = Mutex(1)
      let sink = try FileQueueSink(at: folder, as: label()) { step in
        guard step == .queueSynced, failures.withLock({ $0 > 0 }) else { return }
        failures.withLock { $0 -= 1 }
        throw Disturbed()
      }
      let items = try (0..<3).map { try item($0) }
      await #expect(throws: SinkError.self) { try await sink.deliver(ItemBatch(items)) }
      let new = try Directory(at: "\(folder)/new")
      for name in try new.names() { try new.remove(name) }
      for item in items { _ = try await sink.deliver(ItemBatch([item])) }
      #expect(try new.names() == [])
    }
  }

  @Test func aTornMessageIsWrittenAnew() async throws {
    try await withScratchFolder { folder in
      let queue = try Folders(folder)
      try queue.staged.write([UInt8(ascii: "{")], to: item(0).messageName)
      try await deliverAndClose([item(0)], in: folder)
      #expect(try queue.new.read(item(0).messageName, atMost: 1 << 24) == item(0).jsonLine)
      #expect(try queue.staged.names() == [])
    }
  }

  @Test func twoLabelsPublishIntoOneQueueWithoutTouchingEachOther() async throws {
    try await withScratchFolder { folder in
      let first = try FileQueueSink(at: folder, as: label("nightly")) { step in
        if step == .messagesSynced { throw Disturbed() }
      }
      await #expect(throws: SinkError.self) { try await first.deliver(ItemBatch([item(0)])) }
      let second = try FileQueueSink(at: folder, as: label("nightly-2"))
      _ = try await second.deliver(ItemBatch([item(1)]))
      let queue = try Folders(folder)
      #expect(try queue.new.names() == [item(1).messageName])
      #expect(try queue.staged.names() == [item(0).messageName])
    }
  }

  /// A run published 0, 1 and 2 and died; the next delivered 0 alone, was stopped and closed; its
  /// closing removed the whole journal, so 1 and 2 were published a second time.
  @Test func aStoppedRunForgotWhatADeadRunHadPublishedBehindIt() async throws {
    try await withScratchFolder { folder in
      let items = try (0..<3).map { try item($0) }
      do {
        let dead = try FileQueueSink(at: folder, as: label())
        _ = try await dead.deliver(ItemBatch(items))
      }
      let new = try Directory(at: "\(folder)/new")
      for name in try new.names() { try new.remove(name) }
      try await deliverAndClose([items[0]], in: folder)
      let receipt = try await deliverAndClose(Array(items[1...]), in: folder)
      #expect(receipt == DeliveryReceipt(written: 0, absorbed: 2))
      let published = try new.names()
      #expect(published == [])
    }
  }

  /// A run published 0 to 5 and died; item 1 was not due in the next and was again in the third:
  /// the journal had dropped all that lay before the second run's last batch, so 1 was published a
  /// second time.
  @Test func anItemThatWasNotDueForOneRunWasForgottenByIt() async throws {
    try await withScratchFolder { folder in
      let items = try (0..<6).map { try item($0) }
      do {
        let dead = try FileQueueSink(at: folder, as: label()) { step in
          if step == .messagePublished { throw Disturbed() }
        }
        await #expect(throws: SinkError.self) { try await dead.deliver(ItemBatch(items)) }
      }
      let new = try Directory(at: "\(folder)/new")
      let second = try FileQueueSink(at: folder, as: label())
      for name in try new.names() { try new.remove(name) }
      for batch in [[items[0], items[2]], [items[3], items[4]], [items[5], try item(6)]] {
        _ = try await second.deliver(ItemBatch(batch))
      }
      try await second.close()
      #expect(try new.names() == [item(6).messageName])
      let receipt = try await deliverAndClose([items[1]], in: folder)
      #expect(receipt == DeliveryReceipt(written: 0, absorbed: 1))
      #expect(try new.names() == [item(6).messageName])
      let own = try Directory(at: "\(folder)/.sluice/nightly.file_queue")
      #expect(try own.names().sorted() == ["lock", "staged"])
    }
  }

  /// A run died while it published; then the job definition asked for another order, names had an
  /// order key, and no item was found in a journal of whole names.
  @Test func anotherOrderGaveItemsNewNamesAndPublishedThemAgain() async throws {
    try await withScratchFolder { folder in
      do {
        let dead = try FileQueueSink(at: folder, as: label()) { step in
          if step == .messagePublished { throw Disturbed() }
        }
        let batch = try ItemBatch([item(0), item(1), item(2)])
        await #expect(throws: SinkError.self) { try await dead.deliver(batch) }
      }
      let new = try Directory(at: "\(folder)/new")
      try new.remove(item(0).messageName)
      let keyed = try (0..<4).map { try item($0, orderKey: "k\($0)") }
      let receipt = try await deliverAndClose(keyed, in: folder)
      #expect(receipt == DeliveryReceipt(written: 1, absorbed: 3))
      #expect(
        try new.names() == [item(1).messageName, item(2).messageName, keyed[3].messageName])
    }
  }
}
