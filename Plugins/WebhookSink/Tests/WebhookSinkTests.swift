import Foundation
import SinkKit
import SinkKitTesting
import TestSupport
import Testing

@testable import WebhookSink

@Suite(.timeLimit(.minutes(15))) struct WebhookSinkTests {
  private static let jobText = "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"

  // MARK: What is sent

  @Test func anItemIsARequestWithAKeyOfItsOwn() async throws {
    try await withScriptedServer(answering: { _ in .json(204, "") }) { server in
      let sink = try await sink(
        server, ["headers": ["Authorization": "Bearer t0ken", "X-Team": "books"]])
      let receipt = try await sink.deliver(ItemBatch([try item(0), try item(1)]))
      #expect(receipt == DeliveryReceipt(written: 2))
      try await sink.close()
      #expect(server.requests.map(\.method) == ["POST", "POST"])
      #expect(server.requests.map(\.uri) == ["/in?x=1", "/in?x=1"])
      #expect(
        server.requests[0].body
          == #"{"jobId":"\#(Self.jobText)","accountingEntryId":"\#(entry(0))","status":"pending"}"#
          + "\n")
      let keys = server.requests.map { $0.header("Idempotency-Key") }
      #expect(keys == ["\(Self.jobText):\(entry(0))", "\(Self.jobText):\(entry(1))"])
      for (name, value) in [
        ("Authorization", "Bearer t0ken"), ("X-Team", "books"), ("User-Agent", "sluice"),
        ("Content-Type", "application/json"),
      ] {
        #expect(server.requests[0].header(name) == value)
      }
    }
  }

  @Test func aBatchIsAnArrayWithAKeyOfItsContents() async throws {
    try await withScriptedServer(answering: { _ in .json("{}") }) { server in
      let sink = try await sink(server, ["send": "batch"])
      let batches = [
        ItemBatch([try item(0), try item(1)]), ItemBatch([try item(0), try item(2)]),
      ]
      for batch in batches + [batches[0]] { _ = try await sink.deliver(batch) }
      try await sink.close()
      let found = try server.requests.map { try DeliveredItem.all(in: $0.body) }
      #expect(
        found == [batches[0], batches[1], batches[0]].map { $0.items.map(DeliveredItem.init) })
      #expect(
        try server.requests.allSatisfy {
          try JSONSerialization.jsonObject(with: Data($0.body.utf8)) is [[String: String]]
        })
      let keys = server.requests.compactMap { $0.header("Idempotency-Key") }
      #expect(keys.count == 3 && keys[0] == keys[2] && keys[0] != keys[1])
    }
  }

  @Test func aBatchThatIsTooLargeIsSeveralRequests() async throws {
    try await withScriptedServer(answering: { _ in .json("{}") }) { server in
      let sink = try await sink(server, ["send": "batch", "request_size": "1KiB"])
      let batch = ItemBatch(try (0..<40).map { try item($0) })
      #expect(try await sink.deliver(batch).written == 40)
      try await sink.close()
      #expect(server.requests.count > 4)
      #expect(server.requests.allSatisfy { $0.body.utf8.count <= 1024 })
      let found = try server.requests.flatMap { try DeliveredItem.all(in: $0.body) }
      #expect(found == batch.items.map(DeliveredItem.init))
    }
  }

  // MARK: What an answer means

  @Test(arguments: [
    (409, "unavailable"), (429, "unavailable"), (500, "unavailable"), (503, "unavailable"),
    (401, "denied"), (403, "denied"), (400, "invalid"), (404, "invalid"), (413, "invalid"),
    (302, "invalid"), (501, "invalid"),
  ])
  func aStatusIsTrouble(status: Int, code: String) async throws {
    try await withScriptedServer(answering: { _ in .json(status, "t0ken") }) { server in
      let sink = try await sink(server, ["headers": ["Authorization": "Bearer t0ken"]])
      let error = try await #require(throws: SinkError.self) {
        _ = try await sink.deliver(ItemBatch([try item(0)]))
      }
      #expect("\(error.code)" == code)
      #expect(error.message.hasPrefix("webhook \(server.baseURL) answered \(status)"))
      #expect(error.hint != nil)
      #expect(!"\(error.message) \(error.hint ?? "")".contains("t0ken"))
      #expect(server.requests.count == 1, "a sink does not try again")
    }
  }

  @Test func anItemThatIsRefusedIsRejectedAndTheRestGoesOn() async throws {
    try await withScriptedServer(answering: { request in
      switch request.number {
      case 2: .json(422, "")
      case 3: .json(400, "")
      default: .json(200, "")
      }
    }) { server in
      let sink = try await sink(server, ["reject_on": ["400", "422"]])
      let items = try (0..<4).map { try item($0) }
      let receipt = try await sink.deliver(ItemBatch(items))
      try await sink.close()
      #expect(
        receipt
          == DeliveryReceipt(
            written: 2,
            rejected: [
              .init(items[1].entryID, reason: "the receiver answered 422 (unprocessable entity)"),
              .init(items[2].entryID, reason: "the receiver answered 400 (bad request)"),
            ]))
    }
  }

  /// All of a batch was sent again and again where one request in twenty failed, and a batch never came to its end.
  @Test func whatWasTakenBeforeAFailureIsNotSentAgain() async throws {
    try await withScriptedServer(answering: { request in
      switch request.number {
      case 2: .json(422, "")
      case 3: .json(503, "")
      default: .json(200, "")
      }
    }) { server in
      let sink = try await sink(server, [:])
      let batch = ItemBatch(try (0..<4).map { try item($0) })
      await #expect(throws: SinkError.self) { _ = try await sink.deliver(batch) }
      let receipt = try await sink.deliver(batch)
      #expect((receipt.written, receipt.rejected.map(\.entryID)) == (3, [batch.items[1].entryID]))
      let entries = try server.requests.map { try DeliveredItem(jsonLine: $0.body.utf8).entryID }
      #expect(entries == [0, 1, 2, 2, 3].map { batch.items[$0].entryID })
      _ = try await sink.deliver(batch)
      #expect(server.requests.count == 9, "a batch that comes again is sent again")
      try await sink.close()
    }
  }

  /// With 409 it was tried again and again.
  @Test(arguments: [409, 413, 422])
  func aBatchThatIsRefusedIsTrouble(status: Int) async throws {
    try await withScriptedServer(answering: { _ in .json(status, "") }) { server in
      let sink = try await sink(server, ["send": "batch", "reject_on": ["\(status)"]])
      let error = try await #require(throws: SinkError.self) {
        _ = try await sink.deliver(ItemBatch([try item(0), try item(1)]))
      }
      #expect(error.code == .invalid)
      #expect(
        error.hint
          == "it refuses a batch as a whole: write send: item, so that it can refuse single items")
    }
  }

  @Test(arguments: [
    ("item", "let the receiver take an item of this size, or add 413 to 'reject_on'"),
    ("batch", "make 'request_size' smaller, or write send: item"),
  ])
  func aRequestThatIsTooLargeSaysWhatCanBeSet(posting: String, hint: String) async throws {
    try await withScriptedServer(answering: { _ in .json(413, "") }) { server in
      let sink = try await sink(server, ["send": .init(stringLiteral: posting)])
      let error = try await #require(throws: SinkError.self) {
        _ = try await sink.deliver(ItemBatch([try item(0)]))
      }
      #expect(error.hint == hint)
    }
  }

  @Test func whatTheReceiverHadAlreadyIsAbsorbed() async throws {
    try await withScriptedServer(answering: { request in
      request.number == 1
        ? .json(208, "") : .json(200, headers: [("Idempotent-Replayed", "true")], "")
    }) { server in
      let sink = try await sink(server, [:])
      let receipt = try await sink.deliver(ItemBatch([try item(0), try item(1)]))
      #expect(receipt == DeliveryReceipt(written: 0, absorbed: 2))
      try await sink.close()
    }
  }

  @Test(arguments: [ScriptedAnswer.close, .silence, .raw("no http")])
  func withoutAnAnswerNothingIsKnown(answer: ScriptedAnswer) async throws {
    try await withScriptedServer(answering: { _ in answer }) { server in
      let sink = try await sink(server, ["timeout": "500ms"])
      let error = try await #require(throws: SinkError.self) {
        _ = try await sink.deliver(ItemBatch([try item(0)]))
      }
      #expect(error.code == .unavailable)
      #expect(error.message.hasPrefix("webhook \(server.baseURL) did not answer: "))
    }
  }

  // MARK: Settings

  @Test func whoeverDeduplicatesShowsItemsOnce() throws {
    let plain = try module(["url": "https://example.com/in"])
    #expect((plain.redelivery, plain.showsItemsOnce) == (.repeated, false))
    let other = try module(["url": "https://example.com/in", "deduplicates": "true"])
    #expect((other.redelivery, other.showsItemsOnce) == (.absorbed, true))
    #expect(plain.claims == [] && !plain.canBeRehearsed)
    #expect(
      plain.place == [
        .exclusive(
          namespace: "webhook",
          key:
            "https://example.com af7bd5a19cedd850e5664f2b119899b307c54e001f12422d06abd004234d9bca")
      ])
  }

  @Test(arguments: [
    ("http://example.com/in", "the URL would be sent over a connection that anyone can read"),
    ("https://me:pass@example.com/in", "the URL has a user name or a password"),
    ("https://example.com/in#x", "the URL has a fragment, which is never sent"),
    ("ftp://example.com", "the URL is not an HTTPS URL with a host"),
    ("https://exa mple.com", "the URL has a space or a character that no URL has"),
  ])
  func aURLThatMustNotBeSentToIsRefused(url: String, message: String) throws {
    let refusal = try #require(throws: RefusedFile.self) { _ = try module(["url": "\(url)"]) }
    #expect(refusal.findings.map(\.message) == [message])
  }

  @Test(arguments: [
    ("Host", "x", "header 'Host' is written by the sink itself"),
    ("Idempotency-Key", "x", "header 'Idempotency-Key' is written by the sink itself"),
    (
      "X-Api-Key", "s3cret",
      "the value of header 'X-Api-Key' is written in the file, and whoever reads it can send items too"
    ),
  ])
  func aHeaderThatMustNotBeThereIsRefused(name: String, value: String, message: String) throws {
    let finding = try #require(throws: Diagnostic.self) {
      _ = try module([
        "url": "https://example.com", "headers": .init(dictionaryLiteral: (name, "\(value)")),
      ])
    }
    #expect(finding.message == message)
    #expect(!"\(finding)".contains("s3cret"))
  }

  @Test func aHeadersLineEndIsRefused() throws {
    let refusal = try #require(throws: RefusedFile.self) {
      _ = try module(["url": "https://example.com", "headers": ["X-Team": "a\r\nHost: b"]])
    }
    #expect(
      refusal.findings.map(\.message) == [
        "the header's value is empty, begins or ends with a space, or has a character that no header has, such as"
          + " a line end"
      ])
  }

  // MARK: Parts

  private func module(_ settings: KeyValuePairs<String, Node>) throws -> WebhookSinkModule {
    try WebhookSinkModule.make(from: .mapping(settings), in: "/jobs")
  }

  /// A sink that posts to a server; secrets come from outside.
  private func sink(
    _ server: ScriptedServer, _ settings: [String: Node]
  ) async throws -> any Sink {
    let all = settings.merging(["url": "\(server.baseURL)/in?x=1"]) { $1 }
    let node = Node(
      .mapping(
        all.sorted { $0.key < $1.key }.map { key, value in
          let value = key == "headers" ? value.asFromOutside : value
          return .init(key: key, keySpan: value.span, value: value)
        }), at: Node("").span)
    let label = SinkLabel(job: try #require(Name("job")), route: try #require(Name("route")))
    return try await WebhookSinkModule.make(from: node, in: "/jobs").open(as: label)
  }

  private func entry(_ ordinal: Int) -> String {
    "00000000-0000-4000-8000-00000000000\(ordinal)"
  }

  private func item(_ ordinal: Int) throws -> StoredItem {
    StoredItem(
      ordinal: ordinal, jobID: try #require(JobID(Self.jobText)),
      entryID: EntryID(Identifier(high: 0x4000, low: 0x8000_0000_0000_0000 | UInt64(ordinal))),
      status: .pending)
  }
}

extension Node {
  /// The mapping with its values as references put them into the file.
  fileprivate var asFromOutside: Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(
      .mapping(
        entries.map { entry in
          guard case .scalar(let scalar) = entry.value.content else { return entry }
          let value = Scalar(scalar.text, written: "${env:X}", isPlain: false, standsInFile: false)
          return Entry(
            key: entry.key, keySpan: entry.keySpan, value: Node(.scalar(value), at: span))
        }), at: span)
  }
}
