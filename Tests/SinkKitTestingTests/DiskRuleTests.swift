import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Testing

/// The rules about disks find what their faults are about, and nothing where nothing is wrong.
@Suite struct DiskRuleTests {
  private static func contract(_ fault: SyncingSinkModule.Fault) -> SinkContract {
    SinkContract(
      of: SyncingSinkModule.self,
      settings: { .mapping(["folder": "\($0)/items", "fault": fault.rawValue]) },
      readBack: { try SyncingSinkModule.items(in: "\($0)/items") })
  }

  @Test func aSinkThatSyncsSurvives() async throws {
    #expect(try await Self.contract(.none).check(.survivesPowerLoss) == [])
  }

  @Test(arguments: [SinkContract.Rule.survivesKill, .failureLosesNothing, .closesWhatItOpened])
  func aSinkThatDoesNothingWrongKeepsTheRule(rule: SinkContract.Rule) async throws {
    let violations = try await Self.contract(.none).check(rule)
    #expect(violations == [])
  }

  @Test func aFileThatIsWrittenInPartIsFoundAfterAKill() async throws {
    let violation = try #require(
      try await Self.contract(.inParts).check(.survivesKill).first)
    #expect(violation.hasPrefix("after a kill behind operation "), "\(violation)")
    #expect(violation.contains("the sink cannot go on, or be read: "), "\(violation)")
  }

  @Test(arguments: [
    (
      SyncingSinkModule.Fault.trusts, "after a delivery that failed at operation 1, write ",
      "the sink cannot be read: "
    ),
    (.retries, "after a delivery that failed at operation 1, write ", "it tries to write "),
  ])
  func whatASinkDoesWrongWhenTheDiskIsFullIsFound(
    fault: SyncingSinkModule.Fault, beginning: String, end: String
  ) async throws {
    let violation = try #require(
      try await Self.contract(fault).check(.failureLosesNothing).first)
    #expect(violation.hasPrefix(beginning) && violation.contains(end), "\(violation)")
  }

  @Test(arguments: [SyncingSinkModule.Fault.contents, .names])
  func aMissingSyncIsFound(fault: SyncingSinkModule.Fault) async throws {
    let violation = try #require(try await Self.contract(fault).check(.survivesPowerLoss).first)
    #expect(violation.hasPrefix("after a loss of power behind operation "), "\(violation)")
    #expect(violation.contains(" of 4 batches recorded: "))
  }

  @Test func whatIsWrittenByOtherMeansIsNotTakenForDurable() async throws {
    let violations = try await Self.contract(.elsewhere).check(.survivesPowerLoss)
    #expect(violations.count == 1)
    #expect(
      violations.first?.contains(": written by other means than DurableFiles and SQLite, so ")
        == true)
  }
}

/// Keeps each item as a file, and leaves out what its fault says.
struct SyncingSinkModule: SinkModule {
  enum Fault: String, CaseIterable, Sendable {
    case none
    /// Contents, or names, are not synced.
    case contents, names
    /// Writes past what records.
    case elsewhere
    /// Writes a file in two parts.
    case inParts
    /// Takes an item for delivered before it is.
    case trusts
    /// Tries again what failed.
    case retries
  }

  static let folder = Setting("folder", ValueType<String>.path, "Where the files are.")
  static let fault = Setting("fault", ValueType<Fault>.choice(), "What is wrong.")
  static let descriptor = SinkDescriptor(
    kind: "syncing", summary: "Keeps files.", redelivery: .absorbed, remembersRemoved: false,
    settings: [folder, fault])

  private let folder: String
  private let fault: Fault

  init(settings: CheckedSettings) throws(Diagnostic) {
    folder = settings[Self.folder]
    fault = settings[Self.fault]
  }

  var claims: Set<ResourceClaim> { [.directory(folder)] }

  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    do { return SyncingSink(try Directory(ownedAt: folder), fault) } catch {
      throw SinkError(.storage, "\(error)")
    }
  }

  static func items(in folder: String) throws -> [DeliveredItem] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try names.sorted().map { name in
      try DeliveredItem(jsonLine: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }
  }
}

/// See ``SyncingSinkModule``.
private actor SyncingSink: Sink {
  private let folder: Directory
  private let fault: SyncingSinkModule.Fault

  init(_ folder: consuming Directory, _ fault: SyncingSinkModule.Fault) {
    self.folder = folder
    self.fault = fault
  }

  private var known: Set<EntryID> = []

  func deliver(_ batch: ItemBatch) throws(SinkError) -> DeliveryReceipt {
    do {
      for item in batch.items where !known.contains(item.entryID) {
        if fault == .trusts { known.insert(item.entryID) }
        try keep(item)
      }
      if fault != .names { try folder.sync() }
      if fault == .elsewhere {
        let file = URL(filePath: "\(folder.path)/\(batch.items[0].entryID)")
        try (Data(batch.items[0].jsonLine) + Data("\n".utf8)).write(to: file)
      }
      return DeliveryReceipt(written: batch.items.count)
    } catch {
      throw SinkError(.storage, "\(error)")
    }
  }

  private func keep(_ item: StoredItem) throws {
    let name = "\(item.entryID)"
    if fault == .inParts {
      try folder.append(Array(item.jsonLine.prefix(40)), to: name)
      try folder.append(Array(item.jsonLine.dropFirst(40)), to: name)
    } else if fault == .retries {
      for _ in 1...4 where (try? folder.write(item.jsonLine, to: name)) != nil { break }
      try folder.write(item.jsonLine, to: name)
    } else {
      try folder.write(item.jsonLine, to: name)
    }
    if fault != .contents { try folder.sync(files: [name]) }
  }

  func close() {}
}
