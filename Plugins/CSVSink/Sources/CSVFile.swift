import CSVRows
import DurableFiles
import SinkKit

/// The file, and those beside it: `<name>.lock`, which whoever changes the file holds; `<name>.undo`, which is
/// there while a batch is written, and says where it begins and what its rows are; `<name>.format.json`, which says what its
/// rows look like; and `<name>.complete.jsonl`, with a line for each export job that it has all items of.
///
/// A batch whose delivery did not return will be delivered again. So what is there of its rows is cut off before anything
/// else is written.
struct CSVFile: Sendable {
  let path: String
  let format: CSVFormat
  let access: FileAccess

  var name: String { Directory.parts(of: path).name }
  private var folder: String { Directory.parts(of: path).folder }
  private var undo: String { "\(name).undo" }
  var formatName: String { "\(name).format.json" }
  private var complete: String { "\(name).complete.jsonl" }

  /// What it is called in messages.
  var words: String { "csv file \(path)" }

  /// The path of what says of which export jobs it has all items.
  var completePath: String { "\(path).complete.jsonl" }

  /// The paths of all of them.
  var paths: [String] {
    [path] + ["lock", "undo", "format.json"].map { "\(path).\($0)" } + [completePath]
  }

  /// Does something while nobody else changes the file.
  func locked<Result>(_ body: (borrowing Directory) throws -> Result) throws -> Result {
    let folder = try Directory(ownedAt: folder, access: access)
    // Before there is a lock file beside what is no file.
    try folder.checkOwned(name)
    let lock = try FileLock("\(name).lock", in: folder, holder: .thisProcess)
    let result = Swift.Result { try body(folder) }
    lock.release()
    return try result.get()
  }

  // MARK: Writing

  /// Adds items, durably and all or none.
  func append(_ items: [StoredItem], in folder: borrowing Directory) throws {
    let size = try folder.size(of: name) ?? 0
    let isNew = try isEmpty(size, in: folder)
    if isNew { try noteFormat(in: folder) }
    let rows = (isNew ? format.header : []) + items.flatMap(format.row)
    try folder.replace(undo, with: CSVUndo(size: size, rows: rows).text)
    CrashPoint.noted.pass()
    do {
      try folder.append(rows, to: name)
    } catch {
      // Nobody should see half a batch until the next run; where that fails too, the note is still there.
      try? undoUnfinished(in: folder)
      throw error
    }
    CrashPoint.appended.pass()
    try removeNote(in: folder)
    CrashPoint.delivered.pass()
  }

  /// Whether a file of so many bytes has no record; somebody may have left a line end in it.
  private func isEmpty(_ size: Int, in folder: borrowing Directory) throws -> Bool {
    try size == 0 || size < 1024 && firstRecord(in: folder) == nil
  }

  /// Cuts off what a delivery has written that did not return.
  func undoUnfinished(in folder: borrowing Directory) throws {
    guard let note = try note(in: folder) else { return }
    let added = (try folder.size(of: name) ?? 0) - note.size
    if added > 0 {
      guard added <= note.limit, note.explains(try folder.end(of: name, atMost: added)) else {
        throw SinkError(
          .invalid,
          "csv file \(path): others have added to it since a run died while it wrote rows",
          hint:
            "look at what is behind byte \(note.size): take out a row that is not whole, and remove "
            + "\(path).undo; items that are there do not come again")
      }
      try folder.shorten(name, to: note.size)
      CrashPoint.cutOff.pass()
    }
    try removeNote(in: folder)
  }

  /// Whether a batch is written in part, or was.
  func isUnfinished(in folder: borrowing Directory) throws -> Bool {
    try note(in: folder) != nil
  }

  private func note(in folder: borrowing Directory) throws -> CSVUndo? {
    guard try folder.kind(of: undo) != nil else { return nil }
    let size = try folder.size(of: undo) ?? 0
    guard let note = CSVUndo(try folder.read(undo, atMost: size)) else {
      throw SinkError(
        .invalid, "csv file \(path): \(path).undo is not what sluice wrote",
        hint: "look at the last rows: take out one that is not whole, and remove \(path).undo")
    }
    return note
  }

  /// Durably, so that a loss of power does not bring it back: what is behind its place is there for good now.
  private func removeNote(in folder: borrowing Directory) throws {
    try folder.remove(undo)
    try folder.sync()
  }

  /// Notes that the file has all items of an export job, as the last line beside those of other jobs.
  func finish(_ set: WholeSet, of label: SinkLabel, in folder: borrowing Directory) throws {
    let others = try linesOfOthers(than: [set.jobID], label, in: folder)
    try folder.replace(complete, with: others + set.jsonLine(of: label))
    CrashPoint.finished.pass()
  }

  /// Forgets of which export jobs the file has all items.
  ///
  /// - Parameter jobs: nil for all.
  func forgetWholeSets(
    of jobs: Set<JobID>?, _ label: SinkLabel, in folder: borrowing Directory
  ) throws {
    let rest = try linesOfOthers(than: jobs, label, in: folder)
    if rest.isEmpty {
      try folder.remove(complete)
      try folder.sync()
    } else {
      try folder.replace(complete, with: rest)
    }
  }

  /// What is said of other export jobs than these, or of another label; what somebody else has written there stays.
  private func linesOfOthers(
    than jobs: Set<JobID>?, _ label: SinkLabel, in folder: borrowing Directory
  ) throws -> [UInt8] {
    try lines(of: complete, in: folder).filter { line in
      guard let set = try? WholeSet(jsonLine: line), jobs?.contains(set.jobID) != false else {
        return true
      }
      return set.jsonLine(of: label).dropLast() != line
    }.flatMap { $0 + [UInt8(ascii: "\n")] }
  }

  /// What is said of export jobs that the file has all items of.
  func wholeSets(in folder: borrowing Directory) throws -> [WholeSet] {
    try lines(of: complete, in: folder).map { try WholeSet(jsonLine: $0) }
  }

  private func lines(
    of name: String, in folder: borrowing Directory
  ) throws -> [ArraySlice<UInt8>] {
    guard try folder.kind(of: name) != nil else { return [] }
    return try folder.read(name, atMost: folder.size(of: name) ?? 0)
      .split(separator: UInt8(ascii: "\n"))
  }

  // MARK: Reading

  /// The items that are there, in their order.
  func items(in folder: borrowing Directory) throws -> [DeliveredItem] {
    var items: [DeliveredItem] = []
    try forEachRecord(in: folder) { record, _ in
      if let item = format.item(record) { items.append(item) }
    }
    return items
  }

  /// The entries of an export job that are there, and that no loss of power takes away.
  func entries(of job: JobID, in folder: borrowing Directory) throws -> Set<EntryID> {
    // A process that died may have removed its note and not made that durable: back again, the note would take rows away
    // that are known from now on.
    try folder.sync()
    var entries: Set<EntryID> = []
    try forEachRecord(in: folder) { record, line in
      guard let item = format.item(record) else { return try checkForeign(record, line) }
      guard item.entryID.identifier != job.identifier else {
        throw unreadable("line \(line) has the job's id in the place of the item's")
      }
      if item.jobID == job { entries.insert(item.entryID) }
    }
    return entries
  }

  /// Throws where a record that is no item may have rows of items in it.
  private func checkForeign(_ record: [[UInt8]], _ line: Int) throws {
    if format.isCutShort(record) {
      throw unreadable("line \(line) has an item's ids, and fewer values than there are columns")
    }
    guard record.contains(where: { $0.contains(UInt8(ascii: "\n")) }) else { return }
    throw unreadable("line \(line) opens a quotation mark that is not closed in it")
  }

  /// What is thrown where rows of items may be there that cannot be read: an item would come twice.
  private func unreadable(_ reason: String) -> SinkError {
    SinkError(
      .invalid, "csv file \(path): \(reason)",
      hint:
        "mend it, or move the file away; 'columns', 'delimiter' and 'header' must be as they were")
  }

  /// - Parameter format: what the rows look like; nil for the file's own.
  private func forEachRecord(
    _ format: CSVFormat? = nil, in folder: borrowing Directory,
    _ body: (_ record: [[UInt8]], _ line: Int) throws -> Void
  ) throws {
    var reader = CSVReader(format ?? self.format)
    try folder.read(name) { part in try reader.read(part, body) }
    guard !reader.isInQuotes else {
      throw unreadable("a quotation mark is opened and never closed")
    }
    try reader.finish(body)
  }

  func firstRecord(
    _ format: CSVFormat? = nil, in folder: borrowing Directory
  ) throws -> [[UInt8]]? {
    struct Found: Error { let record: [[UInt8]] }
    do {
      try forEachRecord(format, in: folder) { record, _ in throw Found(record: record) }
      return nil
    } catch let found as Found {
      return found.record
    }
  }

  /// Looks at the folder and, where there is one, at the file, without changing anything.
  func probe() throws {
    try Directory.checkAccess(at: folder, for: access)
    guard RegularFile.kind(behind: folder) == .directory else { return }
    let folder = try Directory(ownedAt: folder, creating: false, access: access)
    for name in [name, undo, formatName, complete, "\(name).lock"]
    where try folder.kind(of: name) != nil {
      try folder.checkOwned(name)
      try folder.checkWritable(name)
    }
    // The rows of a batch that is not whole may be the header.
    if try note(in: folder) == nil { try checkFormat(in: folder, isNoting: false) }
  }

  /// Removes the file, durably.
  func remove(in folder: borrowing Directory) throws {
    try folder.remove(name)
    try folder.sync()
  }
}
