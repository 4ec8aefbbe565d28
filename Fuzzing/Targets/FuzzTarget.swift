import CSVRows
import Diagnostics
import ExportEngine
import ExportLedger
import ExportModel
import FileQueueSink
import Foundation
import ItemFields
import JSONReader
import PageSourceKit
import PleoSource
import Predicates
import Settings
import SinkKit
import SinkKitTesting
import YAMLReader

/// A part of sluice that reads what others wrote. Whatever it is given, it does not crash, and what is said of it holds.
struct FuzzTarget: Sendable {
  let name: String
  let body: @Sendable ([UInt8]) -> Void

  static let all = [yaml, predicate, page, data, csv, moment, ledger, journal]

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

  /// A file that is laid out says the same, and is laid out the same the next time.
  private static let yaml = FuzzTarget(name: "yaml") { bytes in
    var findings = Findings()
    let root = YAMLDocument.read(bytes, file: "f", findings: &findings)
    check((root == nil) == findings.hasErrors, "a tree, or an error")
    var ofFormat = Findings()
    let formatted = YAMLFormat.formatted(bytes, file: "f", shape: .mapping([]), findings: &ofFormat)
    guard let formatted else { return check(ofFormat.hasErrors, "a text, or an error") }
    var again = Findings()
    check(
      YAMLFormat.formatted(Array(formatted.utf8), file: "f", shape: .mapping([]), findings: &again)
        == formatted, "laid out the same again")
  }

  /// A condition's text is read as the same condition, and so is what is kept of it.
  private static let predicate = FuzzTarget(name: "predicate") { bytes in
    func parse(_ text: String) -> ItemPredicate? {
      var findings = Findings()
      let place = SourcePosition(line: 1, column: 1)
      return PredicateParser.parse(
        text, fields: .item, place: { _ in SourceSpan(file: "f", start: place, end: place) },
        findings: &findings)
    }
    guard let predicate = parse(String(decoding: bytes, as: UTF8.self)) else { return }
    check(parse("\(predicate)") == predicate, "the text of \(predicate) is another condition")
    let kept = try? JSONEncoder().encode(predicate)
    check(
      kept.flatMap { try? JSONDecoder().decode(ItemPredicate.self, from: $0) } == predicate,
      "what is kept of \(predicate) is another condition")
  }

  /// A page is read, or refused with words.
  private static let page = FuzzTarget(name: "page") { bytes in
    do throws(SourceError) {
      let page = try ResponseReader().page(bytes)
      check((try? JSONSerialization.jsonObject(with: Data(bytes))) != nil, "a page that is no JSON")
      check(page.items.count <= bytes.count, "more items than bytes")
    } catch {
      check(!error.message.isEmpty, "an error has words")
    }
  }

  private static let fields = FieldReader(ItemField.ofData)

  /// Of every JSON text, parts are found or not.
  private static let data = FuzzTarget(name: "data") { bytes in
    guard (try? JSONDocument().read(bytes)) != nil else { return }
    let parts = fields.parts(of: bytes)
    check(parts.count == DataField.known.count, "a value or none for each field")
    _ = fields.unreachablePart(of: bytes)
  }

  /// What is written as a row is read as the same item, and any file is read or refused.
  private static let csv = FuzzTarget(name: "csv") { bytes in
    let format = CSVFormat(delimiter: bytes.first.map { $0 % 2 == 0 ? .comma : .tab } ?? .comma)
    _ = try? format.items(in: bytes)
    guard let status = ItemStatus(String(decoding: bytes, as: UTF8.self)) else { return }
    let item = StoredItem(
      ordinal: 1, jobID: JobID(Identifier(high: 1, low: 2)),
      entryID: EntryID(Identifier(high: 3, low: 4)), status: status)
    let read = try? format.items(in: format.header + format.row(item))
    check(read == [DeliveredItem(item)], "a row is another item")
  }

  private static let moment = FuzzTarget(name: "moment") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let moment = Moment(text) else { return }
    check(moment == Moment(text), "a text is one moment")
  }

  // MARK: Files

  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "sluice-fuzz-\(getpid())").path

  /// A good ledger, as `.ci/fuzz` makes one.
  private static let goodLedger: [UInt8] = {
    let path = ProcessInfo.processInfo.environment["FUZZ_LEDGER"] ?? ""
    guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
      fatalError("FUZZ_LEDGER names no ledger")
    }
    return Array(data)
  }()

  /// A ledger of which some bytes are others is read, or is an error that says so: each four bytes are a place and what is there.
  private static let ledger = FuzzTarget(name: "ledger") { edits in
    var bytes = goodLedger
    for start in stride(from: 0, to: edits.count - 3, by: 4) {
      let place = Int(edits[start]) | Int(edits[start + 1]) << 8 | Int(edits[start + 2]) << 16
      bytes[place % bytes.count] = edits[start + 3]
    }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/ledger.sqlite"
    for name in ["\(path)-wal", "\(path)-shm", "\(path)-journal"] {
      try? FileManager.default.removeItem(atPath: name)
    }
    check(FileManager.default.createFile(atPath: path, contents: Data(bytes)), "a file is written")
    // Without the check for damage, too: commands that only look do not wait for it.
    for isChecked in [true, false] {
      do throws(LedgerError) {
        guard let reader = try SQLiteLedgerReader.open(in: folder, isChecked: isChecked) else {
          continue
        }
        for job in try reader.jobs() {
          _ = try reader.record(of: job)
          _ = try reader.rejected(of: job)
        }
        _ = try reader.decisions()
      } catch {
        check(!error.message.isEmpty, "an error has words")
      }
    }
  }

  /// A queue with a journal opens, or is an error that says so.
  private static let journal = FuzzTarget(name: "journal") { bytes in
    try? FileManager.default.removeItem(atPath: folder)
    let own = "\(folder)/.sluice/j.r"
    try? FileManager.default.createDirectory(
      atPath: own, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for path in [folder, "\(folder)/.sluice"] {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }
    let name = "\(own)/3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4.journal"
    check(
      FileManager.default.createFile(
        atPath: name, contents: Data(bytes), attributes: [.posixPermissions: 0o600]),
      "a file is written")
    let done = DispatchSemaphore(value: 0)
    Task {
      if let module = try? FileQueueSinkModule.make(from: .mapping(["directory": folder]), in: "/"),
        let job = Name("j"), let route = Name("r")
      {
        let sink = try? await module.open(as: SinkLabel(job: job, route: route))
        try? await sink?.close()
      }
      done.signal()
    }
    done.wait()
  }
}

/// Ends the process where something does not hold, so that the input is kept.
func check(_ holds: Bool, _ promise: String) {
  if !holds { fatalError("broken: \(promise)") }
}
