import ExportModel

/// A status that a simulated item can have.
enum SimulatedStatus: String {
  case pending
  case inProgress = "in_progress"
  case successful
  case failed
  case abandoned
}

/// An export job of the sandbox and, by position, its items.
///
/// An item is computed from the job's id and its position alone, whenever it is asked for: a
/// million of them cost no memory, and every sandbox has the same ones.
struct SimulatedJob: Sendable {
  let id: JobID
  let status: ExportJobStatus
  let itemCount: Int
  /// When it was created, in milliseconds since 1970-01-01T00:00:00Z.
  let createdAt: Int64
  private let numbers: SplitMix64

  init(id: JobID, status: ExportJobStatus, itemCount: Int, createdAt: Int64) {
    self.id = id
    self.createdAt = createdAt
    self.status = status
    self.itemCount =
      switch id {
      case SandboxJobs.guide: GuideExample.entries.count
      case SandboxJobs.empty: 0
      default: itemCount
      }
    // Through the generator twice, so that ids that differ in one bit share no item.
    let mixed = SplitMix64(seed: id.identifier.high)[0]
    self.numbers = SplitMix64(seed: SplitMix64(seed: mixed ^ id.identifier.low)[0])
  }

  /// The entry id of the item at `position`: in no order, and of UUID's version 4.
  func entryID(at position: Int) -> EntryID {
    if id == SandboxJobs.guide, position < itemCount { return GuideExample.entries[position] }
    let first = UInt64(position) &* 3
    return EntryID(
      Identifier(
        high: numbers[first] & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
        low: numbers[first &+ 1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000))
  }

  /// The status of the item at `position`: of ten, about seven are pending and one each is in
  /// progress, successful and failed, until the job ends.
  func itemStatus(at position: Int) -> SimulatedStatus {
    let begun: SimulatedStatus =
      if id == SandboxJobs.guide {
        .pending
      } else {
        switch numbers[UInt64(position) &* 3 &+ 2] % 10 {
        case 0: .inProgress
        case 1: .successful
        case 2: .failed
        default: .pending
        }
      }
    return settled(begun)
  }

  /// What an item's status becomes when its job ends (*The Export API*, *Statuses*).
  private func settled(_ begun: SimulatedStatus) -> SimulatedStatus {
    switch (status, begun) {
    case (.completed, _): .successful
    case (.completedWithErrors, .pending), (.completedWithErrors, .inProgress): .successful
    case (.failed, .pending), (.failed, .inProgress): .abandoned
    default: begun
    }
  }
}
