import Diagnostics
import Foundation
import Settings
import SinkKit
import Synchronization

/// Absorbs what comes again, and has the fault that its settings name.
struct MemorySinkModule: SinkModule {
  static let folder = Setting("folder", ValueType<String>.path, "What the items are kept under.")
  static let fault = Setting(
    "fault", ValueType<Fault>.choice(), default: .none, "How the sink is broken.")
  static let descriptor = SinkDescriptor(
    kind: "memory", summary: "Keeps items in memory.", redelivery: .absorbed, takesData: true,
    finishes: true, settings: [folder, fault])

  private static let numberOfClaims = Mutex(0)

  private let folder: String
  private let fault: Fault

  init(settings: CheckedSettings) throws(Diagnostic) {
    folder = settings[Self.folder]
    fault = settings[Self.fault]
    if fault == .writesInInit {
      _ = FileManager.default.createFile(atPath: "\(folder)/lock", contents: nil)
    }
  }

  var claims: Set<ResourceClaim> {
    guard fault == .claimsSomethingElseEachTime else { return [.directory(folder)] }
    let number = Self.numberOfClaims.withLock { count in
      count += 1
      return count
    }
    return [.file("/claim/\(number)")]
  }

  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    if fault == .leavesAFileOpen { _ = Foundation.open("\(folder)/open", O_CREAT | O_RDWR, 0o600) }
    return MemorySink(in: folder, fault: fault)
  }

  func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, as label: SinkLabel
  ) async throws(SinkError) {
    if fault != .neverForgets { Memory.forget(jobs, in: folder) }
  }

  func probe(as label: SinkLabel) async throws(SinkError) {
    if fault == .writesWhenProbed {
      _ = FileManager.default.createFile(atPath: "\(folder)/probed", contents: nil)
    }
  }

  var consumer: (any SinkConsumer)? { MemoryConsumer(folder: folder, fault: fault) }
}

/// Takes what a memory has.
struct MemoryConsumer: SinkConsumer {
  let folder: String
  let fault: Fault

  func items() -> [DeliveredItem] {
    let items = Memory[folder].items
    return fault == .showsItsConsumerLess ? items.dropLast() : items
  }

  func wholeSets() -> [WholeSet] { Memory[folder].sets }

  func take() -> [DeliveredItem] {
    let items = Memory[folder].items
    Memory.empty(folder)
    return items
  }
}

/// Says that it repeats what comes again, and does what its settings say.
struct RepeatingSinkModule: SinkModule {
  enum Deed: String, CaseIterable, Sendable { case repeats, absorbs }

  static let folder = MemorySinkModule.folder
  static let deed = Setting(
    "deed", ValueType<Deed>.choice(), default: .repeats, "What the sink does.")
  static let descriptor = SinkDescriptor(
    kind: "repeating", summary: "Keeps items in memory as often as they come.",
    redelivery: .repeated, settings: [folder, deed])

  private let folder: String
  private let deed: Deed

  init(settings: CheckedSettings) throws(Diagnostic) {
    folder = settings[Self.folder]
    deed = settings[Self.deed]
  }

  var claims: Set<ResourceClaim> { [.directory(folder)] }

  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    MemorySink(in: folder, redelivery: deed == .repeats ? .repeated : .absorbed)
  }
}
