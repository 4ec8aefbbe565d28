import Foundation
import SinkKit
import SinkKitTesting
import Synchronization
import TestSupport
import Testing

@testable import WebhookSink

/// The delivery contract, with a receiver on this machine.
@Suite struct WebhookContractTests {
  @Test(arguments: SinkContract.Rule.allCases, [Posting.item, .batch])
  func keepsTheContract(rule: SinkContract.Rule, posting: Posting) async throws {
    let inbox = Inbox(isDeduplicating: false)
    let violations = try await withScriptedServer(answering: inbox.answer) { server in
      try await SinkContract(
        of: WebhookSinkModule.self,
        settings: { _ in
          .mapping(["url": server.baseURL + "/items", "send": posting.rawValue])
        }, readBack: { _ in inbox.items }, isDurable: false
      ).check(rule)
    }
    #expect(violations == [])
  }

  @Test(arguments: SinkContract.Rule.allCases)
  func keepsTheContractOfAReceiverThatDeduplicates(rule: SinkContract.Rule) async throws {
    let inbox = Inbox(isDeduplicating: true)
    let violations = try await withScriptedServer(answering: inbox.answer) { server in
      try await SinkContract(
        of: WebhookSinkModule.self,
        settings: { _ in
          .mapping(["url": server.baseURL + "/items", "deduplicates": "true"])
        }, readBack: { _ in inbox.items }, empty: { _ in inbox.removeAll() }, isDurable: false
      ).check(rule)
    }
    #expect(violations == [])
  }
}

/// What a receiver has, which may know requests by their keys.
final class Inbox: Sendable {
  private struct State {
    var items: [DeliveredItem] = []
    var keys: Set<String> = []
  }

  private let isDeduplicating: Bool
  private let state = Mutex(State())

  init(isDeduplicating: Bool) { self.isDeduplicating = isDeduplicating }

  var items: [DeliveredItem] { state.withLock { $0.items } }

  func removeAll() { state.withLock { $0.items = [] } }

  @Sendable func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
    let key = request.header("Idempotency-Key") ?? ""
    do {
      let items = try DeliveredItem.all(in: request.body)
      let isNew = state.withLock { state in
        guard state.keys.insert(key).inserted || !isDeduplicating else { return false }
        state.items += items
        return true
      }
      return .json(isNew ? 201 : 208, "{}")
    } catch {
      return .json(400, "{}")
    }
  }
}

extension DeliveredItem {
  /// The items of a body: one object, or an array of them.
  static func all(in body: String) throws -> [DeliveredItem] {
    guard body.hasPrefix("[") else { return [try DeliveredItem(jsonLine: body.utf8)] }
    return try body.split(separator: "\n").filter { $0 != "[" && $0 != "]" }
      .map { try DeliveredItem(jsonLine: ($0.hasSuffix(",") ? $0.dropLast() : $0).utf8) }
  }
}
