import ExportEngine
import ExportLedger
import FileQueueSink
import PageSourceKit
import PleoSource
import SQLiteSink
import Settings
import SinkKit
import SinkKitTesting
import StdoutSink

/// A part of a run's work that is measured by itself.
struct Part: Sendable {
  typealias Work = () async throws -> Void

  let name: String
  /// How many items show how long it takes.
  var timedItems = 1_000_000
  /// How many items show how many instructions it takes.
  var countedItems = 100_000
  /// Makes what it needs, in a folder of its own, and gives the work to be measured.
  let prepare: @Sendable (_ generated: Generated, _ folder: String) async throws -> Work

  static let all = [
    read, seal, reconcile, store, load,
    deliver(to: StdoutSinkModule.self),
    deliver(to: FileQueueSinkModule.self, timedItems: 20_000, countedItems: 5_000) { folder in
      .mapping(["directory": "\(folder)/queue"])
    },
    deliver(to: SQLiteSinkModule.self) { folder in .mapping(["path": "\(folder)/items.sqlite"]) },
  ]

  /// Reads the bodies of pages.
  private static let read = Part(name: "read") { generated, _ in
    let bodies = generated.pages.map { Array($0.json.utf8) }
    let reader = ResponseReader()
    return { for body in bodies { _ = try reader.page(body) } }
  }

  /// Retrieves items that are all new, without storing them: gathers, sorts, seals and numbers them.
  private static let seal = Part(name: "seal") { generated, _ in
    let run = ExportRun.withoutRoutes(from: generated.pages, into: ChangeKeeper())
    return { try await run.finish() }
  }

  /// Retrieves items that are all known.
  private static let reconcile = Part(name: "reconcile") { generated, _ in
    let run = ExportRun.withoutRoutes(from: generated.pages, into: MemoryLedger())
    try await run.finish()
    return { try await run.finish() }
  }

  /// Stores items that are all new.
  private static let store = Part(name: "ledger-store") { generated, folder in
    let change = try await change(generated)
    return {
      try await SQLiteLedger(in: folder, now: { 0 }).store(change, of: Generated.job)
    }
  }

  /// Opens a ledger and loads what it knows of a job.
  private static let load = Part(name: "ledger-load") { generated, folder in
    try await SQLiteLedger(in: folder, now: { 0 }).store(change(generated), of: Generated.job)
    return { _ = try await SQLiteLedger(in: folder, now: { 0 }).record(of: Generated.job) }
  }

  private static func change(_ generated: Generated) async throws -> JobChange {
    let keeper = ChangeKeeper()
    try await ExportRun.withoutRoutes(from: generated.pages, into: keeper).finish()
    guard let change = keeper.change else { preconditionFailure("all items are new") }
    return change
  }

  /// Delivers items to a sink, in batches as large as suit it.
  private static func deliver<Module: SinkModule>(
    to _: Module.Type, timedItems: Int = 1_000_000, countedItems: Int = 100_000,
    settings: @escaping @Sendable (_ folder: String) -> Node = { _ in .mapping([:]) }
  ) -> Part {
    Part(
      name: "sink-\(Module.descriptor.kind)", timedItems: timedItems, countedItems: countedItems
    ) { generated, folder in
      let batches = generated.batches(of: Module.descriptor.batch).map { ItemBatch($0) }
      let module = try Module.make(from: settings(folder), in: folder)
      return {
        let sink = try await module.open(as: SinkLabel(job: .bench, route: .bench))
        for batch in batches { _ = try await sink.deliver(batch) }
        try await sink.close()
      }
    }
  }
}

extension ItemPage {
  /// The page as the API sends it, with all keys.
  fileprivate var json: String {
    let data = items.map { item in
      """
      {"exportJobId":"\(item.jobID)","accountingEntryId":"\(item.entryID)","status":"\(item.status)",\
      "externalId":null,"externalUrl":null,"failureReasonType":null,"failureReason":null,"exportedAt":null}
      """
    }
    return """
      {"data":[\(data.joined(separator: ","))],"pagination":{"hasPreviousPage":false,\
      "hasNextPage":\(hasNextPage),"currentRequestPagination":{"sortingKeys":[],"sortingOrder":[],\
      "parameters":{}},"startCursor":null,"endCursor":"\(endCursor?.text ?? "")","total":\(total ?? 0)}}
      """
  }
}
