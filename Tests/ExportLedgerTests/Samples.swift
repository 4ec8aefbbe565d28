import ExportEngine
import ExportLedger
import ExportModel
import Predicates
import SQLite
import Testing

/// One item of a table under test.
struct Row: Equatable {
  let entryID: EntryID
  let status: String
  let work: String?

  init(_ number: UInt64, _ status: String, work: String? = nil) {
    entryID = entry(number)
    self.status = status
    self.work = work
  }
}

func entry(_ number: UInt64) -> EntryID { EntryID(Identifier(high: 0xE000 << 48, low: number)) }

let job = JobID(Identifier(high: 0x1111_2222_3333_4444, low: 0xAAAA_BBBB_CCCC_DDDD))
let otherJob = JobID(Identifier(high: .max, low: 0))

func name(_ text: String) throws -> Name { try #require(Name(text)) }

/// A table of these items, in this order.
func table(_ rows: [Row]) throws -> ItemTable {
  var items = ItemTable()
  for row in rows {
    let status = try #require(code(row.status, &items.table))
    let work = try #require(row.work.map { code($0, &items.table) } ?? StatusCode.none)
    items.append(row.entryID, status: status, work: work)
  }
  return items
}

private func code(_ status: String, _ table: inout StatusTable) -> StatusCode? {
  ItemStatus(status).flatMap { table.code(for: $0) }
}

/// A change that stores `rows`, of which those from `firstNew` on are new, two on each page.
func change(
  _ rows: [Row], firstNew: Ordinal = 0, changed: [Ordinal] = [], late: [Name: [Ordinal]] = [:]
) throws -> JobChange {
  JobChange(
    items: try table(rows), firstNew: firstNew,
    newPages: (firstNew..<max(firstNew, rows.count)).map { UInt32($0 / 2 + 1) }, changed: changed,
    late: late)
}

/// The terms of a route of the job `nightly` to a queue.
func terms(_ predicate: ItemPredicate = .always) -> RouteTerms {
  guard let name = Name("nightly") else { preconditionFailure("'nightly' is a name") }
  let part = RoutePlace.Part(type: "directory", path: "/queue")
  return RouteTerms(
    definition: name, predicate: predicate, place: RoutePlace(kind: "file_queue", parts: [part]))
}

/// Three pending items at the ordinals 0 to 2.
let threeItems = [
  Row(1, "pending", work: "pending"), Row(2, "pending", work: "pending"),
  Row(3, "pending", work: "pending"),
]

/// The receipt of a run with something in every field.
func receipt(of job: JobID, startedAt: Int64) throws -> RunReceipt {
  var receipt = RunReceipt(definition: try name("nightly"), jobID: job, startedAt: startedAt)
  receipt.duration = .milliseconds(1234)
  receipt.ending = .failed
  receipt.failure = "the queue's disk is full"
  receipt.read = 10
  receipt.storedNew = 4
  receipt.storedChanged = 3
  receipt.held = 2
  receipt.skipped = 1
  receipt.missing = 5
  receipt.orderHash = "0123456789abcdef"
  receipt.owedElsewhere = 7
  receipt.jobStatus = "failed"
  receipt.jobFailureReason = "job_expired"
  for (index, text) in ["queue", "archive"].enumerated() {
    var route = RunReceipt.Route(name: try name(text))
    route.written = 100 + index
    route.absorbed = 200 + index
    route.rejected = 300 + index
    route.outstanding = 400 + index
    route.held = 500 + index
    route.rejectedBefore = 600 + index
    receipt.routes.append(route)
  }
  return receipt
}

extension SQLiteLedger {
  /// A ledger in whose history no time passes.
  init(in folder: String) throws(LedgerError) { try self.init(in: folder, now: { 0 }) }
}

/// Looks at the ledger of a state folder as `status` does.
func reading<Answer>(
  _ folder: String, _ body: (any LedgerReading) throws -> Answer
) throws -> Answer {
  guard let reader = try SQLiteLedgerReader.open(in: folder) else { throw NoLedger() }
  return try body(reader)
}

struct NoLedger: Error {}

/// Opens the ledger's file as a person with the `sqlite3` shell does.
func shell(_ folder: String) throws -> Connection {
  try Connection(path: "\(folder)/ledger.sqlite", access: .readWrite)
}

/// Every row of a query, each column as text.
func rows(_ folder: String, _ sql: String, columns: Int32) throws -> [[String]] {
  let database = try shell(folder)
  let statement = try database.prepare(sql)
  var rows: [[String]] = []
  while try statement.step() {
    rows.append((0..<columns).map { statement.isNull(at: $0) ? "-" : statement.text(at: $0) })
  }
  return rows
}
