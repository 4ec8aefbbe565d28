public import ExportModel

extension SandboxConfiguration {
  /// An item of an export job of the sandbox.
  public struct Item: Sendable {
    /// Its id.
    public let entryID: EntryID
    /// Its status.
    public let status: ItemStatus
  }

  /// The items of an export job, in the order of its pages.
  public func items(of job: JobID) -> [Item] {
    let job = SimulatedJob(
      id: job, status: finished[job] ?? .inProgress, itemCount: itemCount, createdAt: 0)
    return (0..<job.itemCount).compactMap { position in
      ItemStatus(job.itemStatus(at: position).rawValue).map {
        Item(entryID: job.entryID(at: position), status: $0)
      }
    }
  }
}

extension SandboxConfiguration {
  /// When a simulated item is booked, by its accounting data.
  public static func date(of entryID: EntryID) -> String {
    SimulatedData(entryID: entryID, position: 0).date
  }
}
