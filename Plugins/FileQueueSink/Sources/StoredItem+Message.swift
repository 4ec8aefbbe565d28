import ExportModel

extension StoredItem {
  /// The name of the item's message: from the item alone, so that losing what we know of it cannot
  /// rename it, and so that names sort as the job's items do.
  var messageName: String {
    "\(orderKey.map { "\($0)." } ?? "")\(Self.messageName(jobID, entryID))"
  }

  /// The part of a message's name that says which item it is of; before it stands the order key.
  static func messageName(_ job: JobID, _ entry: EntryID) -> String { "\(job).\(entry).json" }
}
