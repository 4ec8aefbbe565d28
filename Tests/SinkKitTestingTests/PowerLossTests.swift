import DurableFiles
import Foundation
import SinkKit
import SinkKitTesting
import Testing

/// The rule about a loss of power finds a sync that is missing, and nothing where none is.
@Suite struct PowerLossTests {
  private static func contract(_ fault: SyncingSinkModule.Fault) -> SinkContract {
    SinkContract(
      of: SyncingSinkModule.self,
      settings: { .mapping(["folder": "\($0)/items", "fault": fault.rawValue]) },
      readBack: { try SyncingSinkModule.items(in: "\($0)/items") })
  }

  @Test func aSinkThatSyncsSurvives() async throws {
    #expect(try await Self.contract(.none).check(.survivesPowerLoss) == [])
  }

  @Test(arguments: SyncingSinkModule.Fault.allCases.filter { $0 != .none && $0 != .elsewhere })
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
  enum Fault: String, CaseIterable, Sendable { case none, contents, names, elsewhere }

  static let folder = Setting("folder", ValueType<String>.path, "Where the files are.")
  static let fault = Setting("fault", ValueType<Fault>.choice(), "What is not synced.")
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

  func deliver(_ batch: ItemBatch) throws(SinkError) -> DeliveryReceipt {
    do {
      for item in batch.items {
        let name = "\(item.entryID)"
        try folder.write(item.jsonLine, to: name)
        if fault != .contents { try folder.sync(files: [name]) }
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

  func close() {}
}
