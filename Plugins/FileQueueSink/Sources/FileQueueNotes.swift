import DurableFiles
import SinkKit

/// What a label has noted in a queue beside its messages.
struct FileQueueNotes {
  let path: String
  let access: FileAccess
  let label: SinkLabel

  /// Forgets journals, once what they promise is published.
  func forgetDeliveries(of jobs: Set<JobID>?) throws {
    guard try QueueFolders.labels(of: path).contains(QueueFolders.name(of: label)) else { return }
    let folders = try QueueFolders(at: path, for: label, access: access)
    let lock = try FileLock("lock", in: folders.own, holder: .thisProcess)
    for job in try folders.recover({ _ in }).keys where jobs?.contains(job) != false {
      try folders.own.remove(Journal.fileName(of: job))
    }
    try folders.own.sync()
    lock.release()
  }

  /// Forgets that sets are whole.
  func forgetWholeSets(of jobs: Set<JobID>?) throws {
    guard RegularFile.kind(behind: path) == .directory else { return }
    let queue = try Directory(ownedAt: path, creating: false, access: access)
    for name in try queue.names() where name.hasSuffix(WholeSet.suffix) {
      guard let job = JobID(name.prefix { $0 != "." }), jobs?.contains(job) != false,
        name == WholeSet.fileName(of: job, label)
      else { continue }
      try queue.remove(name)
    }
    try queue.sync()
  }
}
