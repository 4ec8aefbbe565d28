public import ExportModel

extension SandboxConfiguration {
  /// An item of an export job of the sandbox.
  public struct Item: Sendable {
    /// Its id.
    public let entryID: EntryID
    /// Its status.
    public let status: ItemStatus
    let position: Int

    /// When it is booked, by its accounting data.
    public var date: String { SimulatedData(entryID: entryID, position: position).date }
    /// Its accounting data, as JSON.
    public var data: [UInt8] {
      Array(SimulatedData(entryID: entryID, position: position).json.utf8)
    }
  }

  /// The items of an export job, in the order of its pages.
  public func items(of job: JobID) -> [Item] {
    let job = SimulatedJob(
      id: job, status: finished[job] ?? .inProgress, itemCount: itemCount, createdAt: 0)
    return (0..<job.itemCount).compactMap { position in
      ItemStatus(job.itemStatus(at: position).rawValue).map {
        Item(entryID: job.entryID(at: position), status: $0, position: position)
      }
    }
  }
}
