import ExportModel
import Foundation
import ItemFields
import TestSupport
import Testing

/// A run with `accounting_data: full`: sinks get what the items are, and nothing else keeps it.
@Suite(.timeLimit(.minutes(15)))
struct AccountingDataTests {
  private static let source = [
    "environment: sandbox", "export_job: 3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4",
    "accounting_data: full",
  ]

  private struct Message: Decodable {
    struct Data: Decodable {
      let accountingEntryId: String
      let type: String
    }
    let accountingEntryId: String
    let data: Data
    let dataFetchedAt: String
  }

  private static func messages(_ lines: [String]) throws -> [Message] {
    try lines.map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
  }

  /// Whether a text that every item's data has is in a file below a folder.
  private static func hasData(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      let contents = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
      return contents.range(of: Data("accountingEntryLines".utf8)) != nil
    }
  }

  @Test func linesAndMessagesHaveWhatTheirItemsAre() async throws {
    try await Site.with(
      PleoJob(), source: Self.source, routes: [Routes.stdout(), Routes.queue()]
    ) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      let lines = try Self.messages(ended.lines)
      #expect(lines.count > 150)
      #expect(lines.allSatisfy { $0.data.accountingEntryId == $0.accountingEntryId })
      #expect(lines.allSatisfy { $0.dataFetchedAt.hasSuffix("Z") })
      // Numbers stay as they were written.
      #expect(ended.stdout.contains(#""rate":0.20,"#))
      let names = try site.messages()
      #expect(names.count == lines.count)
      let messages = try Self.messages(
        names.map {
          try String(contentsOfFile: "\(site.folder)/queue/new/\($0)", encoding: .utf8)
        })
      #expect(messages.map(\.accountingEntryId) == lines.map(\.accountingEntryId))
      #expect(messages.allSatisfy { $0.data.accountingEntryId == $0.accountingEntryId })
      #expect(try Self.hasData(below: "\(site.folder)/.sluice") == [])
      #expect(!ended.stderr.contains("inWalletCurrency"))
    }
  }

  /// Items go in the order of their dates, whenever runs are killed; the dates are kept nowhere.
  @Test func theOrderByDateIsTheSameWhateverDies() async throws {
    struct Dated: Decodable {
      struct Data: Decodable { let date: String }
      let accountingEntryId: String
      let data: Data
    }
    try await Site.with(PleoJob(), source: Self.source, routes: [Routes.queue(batch: 7)]) { site in
      try site.writeJobFile(
        source: Self.source, routes: [Routes.queue(batch: 7)], rest: "order: transaction_date")
      for death in [
        "run.items_stored:1", "run.batch_delivered:3", "file_queue.message_published:20",
      ] {
        var dying = site
        dying.sluice.environment["SLUICE_CRASH_AT"] = death
        _ = try await dying.run()
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      let items = try site.messages().map { name in
        try JSONDecoder().decode(
          Dated.self, from: Data(contentsOf: URL(filePath: "\(site.folder)/queue/new/\(name)")))
      }
      #expect(items.count > 150)
      let order = items.map {
        (ItemFields.Moment($0.data.date)?.microseconds ?? 0, $0.accountingEntryId)
      }
      #expect(order.allSatisfy { $0.0 > 0 })
      #expect(order.map(\.1) == order.sorted(by: <).map(\.1))
      let ledger = try Data(
        contentsOf: URL(filePath: "\(site.folder)/.sluice/nightly/ledger.sqlite"))
      #expect(items.allSatisfy { ledger.range(of: Data($0.data.date.utf8)) == nil })
    }
  }

  /// Whenever a run is killed, only sinks have any of it.
  @Test(arguments: [
    "run.sealed:1", "run.items_stored:1", "run.sink_opened:1", "run.batch_delivered:1",
    "run.position_moved:2", "ledger.change_written:1",
  ])
  func aRunThatIsKilledLeavesNoData(death: String) async throws {
    try await Site.with(PleoJob(), source: Self.source, routes: [Routes.stdout(batch: 20)]) {
      site in
      let temporary = "\(site.folder)/tmp"
      try FileManager.default.createDirectory(
        atPath: temporary, withIntermediateDirectories: false)
      var dying = site
      dying.sluice.environment["SLUICE_CRASH_AT"] = death
      dying.sluice.environment["TMPDIR"] = temporary
      let killed = try await dying.run()
      #expect(killed.exit == .signal(9), "\(killed.stderr)")
      #expect(try Self.hasData(below: site.folder) == [])
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      let lines = try Self.messages(killed.lines + ended.lines)
      #expect(lines.allSatisfy { $0.data.accountingEntryId == $0.accountingEntryId })
    }
  }

  @Test func withoutTheSettingNothingOfItIsAskedFor() async throws {
    try await Site.with(PleoJob(), source: Array(Self.source.dropLast())) { site in
      let ended = try await site.run()
      #expect(ended.exit == .code(0))
      #expect(!ended.stdout.contains("data"))
    }
  }

  /// It said that a run would deliver what the run then held.
  @Test func planHoldsWhatTheAPIHasNoDataOf() async throws {
    struct Plan: Decodable {
      struct Route: Decodable { let deliver: Int }
      let routes: [Route]
    }
    let job = PleoJob(of: 30)
    try await Site.with(job, source: ["accounting_data: full"]) { site in
      let missing = job.work[0]
      let body = job.dataBody(of: job.items.filter { $0.entryID != missing })
      site.pleo.answer { $0.thing == .data ? .json(body) : nil }
      var sluice = site.sluice
      let temporary = "\(site.folder)/tmp"
      try FileManager.default.createDirectory(
        atPath: temporary, withIntermediateDirectories: false)
      sluice.environment["TMPDIR"] = temporary
      let plan = try await sluice.run("plan", "job.yaml")
      #expect(plan.exit == .code(0), "\(plan.stderr)")
      #expect(
        plan.lines.contains("  deliver \(job.work.count - 1) to stdout"),
        "\(plan.stdout)")
      #expect(plan.lines.contains { $0.contains("without accounting data") }, "\(plan.stdout)")
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: site.folder).sorted() == [
          "job.yaml", "tmp",
        ])
      let run = try await site.run()
      #expect(run.exit == .code(65))
      #expect(run.lines.count == job.work.count - 1)
    }
  }

  /// `status` said that a run delivers it, and `items --held` did not list it.
  @Test func whatWasHeldForWantOfDataIsHeldInEveryCommandUntilSomebodySettlesIt() async throws {
    let job = PleoJob(of: 30)
    try await Site.with(job, source: ["accounting_data: full"]) { site in
      let missing = job.work[0]
      let body = job.dataBody(of: job.items.filter { $0.entryID != missing })
      site.pleo.answer { $0.thing == .data ? .json(body) : nil }
      #expect(try await site.run().exit == .code(65))
      let status = try await site.sluice.run("status", "job.yaml")
      #expect(status.exit == .code(65))
      #expect(status.stdout.contains("held 1 that is without accounting data"), "\(status.stdout)")
      let held = try await site.sluice.run("items", "job.yaml", "--held")
      #expect(held.stdout.contains("\(missing)"))
      let explained = try await site.sluice.run("explain", "job.yaml", "\(missing)")
      #expect(
        explained.lines.contains("  stdout: held: it is without accounting data"),
        "\(explained.stdout)")
      let settled = try await site.sluice.run("state", "job.yaml", "settle", "stdout")
      #expect(settled.lines == ["1 item of route 'stdout' is settled"])
      #expect(try await site.run().exit == .code(0))
    }
  }

  /// The sandbox serves data of all sizes; runs are killed, and items go where their amounts send them, once.
  @Test func routesByAmountSendEachItemToOneSinkWhateverDies() async throws {
    struct Amount: Decodable {
      struct Data: Decodable {
        struct Amount: Decodable {
          struct Money: Decodable { let value: Int }
          let inWalletCurrency: Money
        }
        let amount: Amount
      }
      let accountingEntryId: String
      let data: Data
    }
    let large = "data.amount.inWalletCurrency.value >= 10000"
    let routes = [
      Routes.queue("large", when: large, batch: 7),
      Routes.queue("rest", when: "not \(large)", batch: 20),
    ]
    try await Site.with(PleoJob(), source: Self.source, routes: routes) { site in
      for death in [
        "run.sealed:1", "run.items_stored:1", "run.batch_delivered:2",
        "file_queue.message_published:30",
      ] {
        var dying = site
        dying.sluice.environment["SLUICE_CRASH_AT"] = death
        _ = try await dying.run()
      }
      let ended = try await site.run()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      var seen: Set<String> = []
      for (queue, isLarge) in [("large", true), ("rest", false)] {
        let folder = "\(site.folder)/\(queue)/new"
        let items = try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
          try JSONDecoder().decode(
            Amount.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
        }
        #expect(items.count > 30)
        #expect(items.allSatisfy { ($0.data.amount.inWalletCurrency.value >= 10_000) == isLarge })
        for item in items { #expect(seen.insert(item.accountingEntryId).inserted) }
      }
      let explained = try await site.sluice.run("explain", "job.yaml", try #require(seen.min()))
      #expect(explained.stdout.contains("its 'when' was not true of its accounting data"))
      #expect(explained.stdout.contains("when: not \(large)"), "\(explained.stdout)")
      #expect(try Self.hasData(below: "\(site.folder)/.sluice") == [])
    }
  }

  @Test func anotherConditionIsAskedOfWhatWasNotDeliveredOncePersonsAcceptIt() async throws {
    let route = { (amount: Int) in
      Routes.queue("large", when: "data.amount.inWalletCurrency.value >= \(amount)")
    }
    let rest = "unmatched: skip"
    try await Site.with(PleoJob(), source: Self.source) { site in
      try site.writeJobFile(source: Self.source, routes: [route(100_000)], rest: rest)
      #expect(try await site.run().exit == .code(0))
      let count = {
        try FileManager.default.contentsOfDirectory(atPath: "\(site.folder)/large/new").count
      }
      let few = try count()
      try site.writeJobFile(source: Self.source, routes: [route(10_000)], rest: rest)
      let refused = try await site.run()
      #expect(refused.exit == .code(65))
      #expect(refused.stderr.contains("accept-terms"), "\(refused.stderr)")
      #expect(try count() == few)
      let accepted = try await site.sluice.run("state", "job.yaml", "accept-terms", "large")
      #expect(
        accepted.lines == [
          "route 'large' goes on with the terms of the job file; the next run decides, with accounting data, "
            + "which of the items that it has not delivered it takes"
        ])
      let ended = try await site.run()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      #expect(try count() > few)
    }
  }

  @Test func aLiveCheckAsksForWhatTheItemsAreToo() async throws {
    try await Site.with(PleoJob(of: 3), source: ["accounting_data: full"]) { site in
      let fine = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(fine.exit == .code(0), "\(fine.stderr)")
      #expect(site.pleo.asked.map(\.thing) == [.job, .data])
      site.pleo.answer { $0.thing == .data ? .json(403, #"{"type":"forbidden"}"#) : nil }
      let denied = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(denied.exit == .code(77))
      #expect(denied.stderr.contains("export-items:read"), "\(denied.stderr)")
      site.pleo.job.status = .completed
      site.pleo.answer { $0.thing == .data ? .json(422, "{}") : nil }
      let ended = try await site.sluice.run("check", "--live", "job.yaml")
      #expect(!ended.stderr.contains("422"))
    }
  }
}
