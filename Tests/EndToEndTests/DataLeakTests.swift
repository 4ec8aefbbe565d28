import ExportModel
import Foundation
import TestSupport
import Testing

/// Accounting data is in the sinks and nowhere else, whatever goes wrong with it.
@Suite(.timeLimit(.minutes(15)))
struct DataLeakTests {
  /// In every text, in the amounts, and in the dates of an item.
  private static let marks = ["MARK7Q", "7397397397", "2031-07"]

  private static let source = ["accounting_data: full"]
  private static let routes = [
    Routes.queue("large", when: "data.amount.inWalletCurrency.value >= 5"),
    "- { name: books, sink: { sqlite: { path: ./books.sqlite, columns: { amount: data.amount.inSupplierCurrency.value } } } }",
    "- { name: sheet, sink: { csv: { path: ./items.csv, columns: [job_id, accounting_entry_id, data.note] } } }",
  ]
  private static let rest = """
    order: transaction_date
    observe:
      receipts: ./receipts.jsonl
      metrics: { textfile: ./nightly.prom }
    """
  /// What is the sinks' own; a note that a run was killed over is written anew with the batch that comes again.
  private static let sinks = ["large", "books.sqlite", "items.csv", ".items.csv.undo.new"]

  /// A page of data whose items have marks in every field.
  private static func body(of job: PleoJob) -> String {
    let money = #"{"currency":"MARK7Q","value":7397397397}"#
    let data = job.items.map { item in
      """
      {"accountingEntryId":"\(item.entryID)","companyId":"\(job.company)","type":"MARK7Q-type","subType":"MARK7Q",\
      "date":"2031-07-19T03:33:33Z","amount":{"inWalletCurrency":\(money),"inSupplierCurrency":\(money)},\
      "note":"MARK7Q note","accountingEntryLines":[{"account":{"name":"MARK7Q"},"lineAmount":\(money)}],\
      "additionalInformation":{"reconciliationId":"MARK7Q","attendees":[{"name":"MARK7Q"}]},\
      "files":[{"url":"https://files.example.com/MARK7Q?sig=MARK7Q"}],"supplier":{"name":"MARK7Q"},\
      "vendor":{"name":"MARK7Q"},"contraAccount":{"code":"MARK7Q"},"user":{"name":"MARK7Q"},"team":{"name":"MARK7Q"}}
      """
    }
    return
      #"{"data":[\#(data.joined(separator: ","))],"pagination":{"hasNextPage":false,"endCursor":null,"total":\#(data.count)}}"#
  }

  /// What the API answers in place of a right page, and the exit code of a run then.
  private static let faults: [(name: String, exit: Int32, change: @Sendable (String) -> String)] = [
    ("nothing is wrong", 0, { $0 }),
    ("an amount that is no whole number", 76, { first(in: $0, "7397397397}", "7397397397.5}") }),
    (
      "an amount that a column cannot have", 65,
      { body in
        body.replacing(
          #""inSupplierCurrency":{"currency":"MARK7Q","value":7397397397}"#,
          with: #""inSupplierCurrency":{"currency":"MARK7Q","value":7397397397.5}"#)
      }
    ),
    ("a date that is none", 76, { first(in: $0, "2031-07-19T03", "2031-07-19Tx3") }),
    ("a date that is a number", 76, { first(in: $0, #""2031-07-19T03:33:33Z""#, "7397397397") }),
    (
      "another company", 76,
      { body in
        let parts = body.split(separator: #""companyId":""#, maxSplits: 1)
        return parts[0] + #""companyId":"00000000-0000-4000-8000-000000000001"#
          + parts[1].dropFirst(36)
      }
    ),
    ("a page that is cut off", 76, { String($0.dropLast(300)) }),
    ("no JSON", 76, { _ in "MARK7Q <html>2031-07-19 7397397397" }),
    ("a key that is there twice", 76, { first(in: $0, #""note":"#, #""note":"MARK7Q","note":"#) }),
    ("a text that is no Unicode", 76, { first(in: $0, "MARK7Q note", "MARK7Q \\ud800 note") }),
    ("an item that is no object", 76, { first(in: $0, "[{", #"["MARK7Q",{"#) }),
    (
      "data in the place of a list", 76,
      { first(in: $0, #"{"data":["#, #"{"data":"MARK7Q","x":["#) }
    ),
    ("another total", 76, { first(in: $0, #""total":"#, #""total":1"#) }),
    (
      "an item without data", 65,
      { body in
        let parts = body.split(separator: ",{\"accountingEntryId\"", maxSplits: 1)
        let rest = parts[1].split(separator: ",{\"accountingEntryId\"", maxSplits: 1)[1]
        return (parts[0] + ",{\"accountingEntryId\"" + rest).replacing(
          #""total":20"#, with: #""total":19"#)
      }
    ),
  ]

  @Sendable private static func first(in body: String, _ old: String, _ new: String) -> String {
    body.replacing(old, with: new, maxReplacements: 1)
  }

  @Test(arguments: faults.indices)
  func onlySinksHaveIt(fault: Int) async throws {
    let (name, exit, change) = Self.faults[fault]
    let job = PleoJob(of: 20)
    try await Site.with(job, source: Self.source) { site in
      try site.writeJobFile(source: Self.source, routes: Self.routes, rest: Self.rest)
      let body = change(Self.body(of: job))
      site.pleo.answer { $0.thing == .data ? .json(body) : nil }
      let ended = try await site.run("-v", "--format", "json")
      #expect(ended.exit == .code(exit), "\(name): \(ended.stderr)")
      if exit == 0 {
        let message = try site.messages(in: "large").first.map { "\(site.folder)/large/new/\($0)" }
        let text = try String(contentsOfFile: try #require(message), encoding: .utf8)
        #expect(Self.marks.allSatisfy(text.contains), "the marks are where they belong")
      }
      try await expectNowhere(name, ended, of: site)
    }
  }

  @Test(arguments: ["run.sealed:1", "run.items_stored:1", "run.batch_delivered:2", "csv.noted:1"])
  func aRunThatIsKilledLeavesItInSinksAlone(death: String) async throws {
    let job = PleoJob(of: 20)
    try await Site.with(job, source: Self.source) { site in
      try site.writeJobFile(source: Self.source, routes: Self.routes, rest: Self.rest)
      let body = Self.body(of: job)
      site.pleo.answer { $0.thing == .data ? .json(body) : nil }
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = death
      let killed = try await dying.run("-v", "--format", "json")
      #expect(killed.exit == .signal(9))
      try await expectNowhere(death, killed, of: site)
    }
  }

  /// Looks for marks in what was printed and written outside the sinks, and in what every other command prints then.
  private func expectNowhere(_ name: String, _ ended: Ended, of site: Site) async throws {
    let entry = "\(try #require(PleoJob(of: 20).work.first))"
    let commands = [
      ["plan", "job.yaml"], ["status", "job.yaml"], ["runs", "job.yaml"], ["items", "job.yaml"],
      ["items", "--rejected", "job.yaml"], ["explain", "job.yaml", entry],
      ["check", "--live", "job.yaml"], ["state", "job.yaml", "show"],
      ["report", "job.yaml", "--html"],
    ]
    var printed = [("run", ended)]
    for command in commands {
      printed.append((command[0], try await site.sluice.start(command).ended()))
    }
    for (command, ended) in printed {
      for mark in Self.marks {
        #expect(!ended.stdout.contains(mark) && !ended.stderr.contains(mark), "\(name): \(command)")
      }
    }
    for file in try site.files() where !Self.sinks.contains(where: file.hasPrefix) {
      guard let data = FileManager.default.contents(atPath: "\(site.folder)/\(file)") else {
        continue
      }
      for mark in Self.marks {
        #expect(data.range(of: Data(mark.utf8)) == nil, "\(name): \(file) has \(mark)")
      }
    }
  }
}
