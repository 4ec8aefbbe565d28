import DurableFiles
import Foundation
import SinkKit
import Testing

@testable import FileQueueSink

private let jobText = "0b9cf4a4-3f0f-4b0c-9d7c-1f2e3d4c5b6a"

/// An item of one job whose entry id ends in its ordinal.
func item(_ ordinal: Int, orderKey: String? = nil) throws -> StoredItem {
  StoredItem(
    ordinal: ordinal, jobID: try #require(JobID(jobText)),
    entryID: EntryID(Identifier(high: 7, low: UInt64(ordinal))), status: .pending,
    orderKey: orderKey)
}

/// The label of a job definition's route to its file queue.
func label(_ job: String = "nightly") throws -> SinkLabel {
  SinkLabel(job: try #require(Name(job)), route: try #require(Name("file_queue")))
}

/// Opens the queue, delivers one batch and closes it.
@discardableResult
func deliverAndClose(_ items: [StoredItem], in folder: String) async throws -> DeliveryReceipt {
  let sink = try FileQueueSink(at: folder, as: label())
  let receipt = try await sink.deliver(ItemBatch(items))
  try await sink.close()
  return receipt
}

/// The path of the sample job's journal in a label's own folder.
func journal(in own: String) -> String { "\(own)/\(jobText).journal" }

/// The permission bits of a file.
func mode(of path: String) throws -> Int {
  try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
}

/// A queue's folders, and what the sample label has staged.
struct Folders: ~Copyable {
  let staged: Directory
  let new: Directory
  let cur: Directory

  init(_ path: String) throws {
    let staged = try Directory(ownedAt: "\(path)/.sluice/nightly.file_queue/staged")
    let new = try Directory(ownedAt: "\(path)/new")
    let cur = try Directory(ownedAt: "\(path)/cur")
    self.staged = staged
    self.new = new
    self.cur = cur
  }
}
