import HTTPExchange
import PageSourceKit
import Synchronization
import Testing

@testable import PleoSource

/// Which requests are sent before anybody asks for their answers.
struct PagesAheadTests {
  /// The addresses of the requests that were sent.
  private final class Sent: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }

    func send(_ start: APIRequest.Start) -> SentRequest? {
      let url = Self.url(start)
      kept.withLock { $0.append(url) }
      return SentRequest(url: url) { () async throws(ExchangeFailure) in
        throw .cancelled
      } cancel: {
      }
    }

    static func url(_ start: APIRequest.Start) -> String {
      switch start {
      case .beginning: "beginning"
      case .after(let cursor): "after \(cursor.text)"
      case .offset(let count): "offset \(count)"
      }
    }
  }

  private let sent = Sent()

  @Test func byCursorOneRequestIsSentAhead() {
    var ahead = PagesAhead(.cursor)
    ahead.begin(.init(count: 10, total: 100))
    ahead.fill(after: Cursor("A"), sent.send)
    ahead.fill(after: Cursor("A"), sent.send)
    #expect(sent.all == ["after A"])
    #expect(ahead.nextOffset == nil)
    #expect(ahead.take("after B") == nil)
    #expect(ahead.take("after A") != nil)
    #expect(ahead.take("after A") == nil)
    ahead.fill(after: nil, sent.send)
    #expect(sent.all == ["after A"])
  }

  @Test func byOffsetAsManyAreSentAsThereMayBeUpToTheTotal() {
    var ahead = PagesAhead(.offset(concurrency: 2))
    ahead.begin(.init(count: 10, total: 35))
    var taken: [String] = []
    ahead.fill(after: nil, sent.send)
    #expect(sent.all == ["offset 10", "offset 20"])
    while let offset = ahead.nextOffset, ahead.take("offset \(offset)") != nil {
      taken.append("offset \(offset)")
      ahead.step()
      ahead.fill(after: nil, sent.send)
    }
    #expect(sent.all == ["offset 10", "offset 20", "offset 30"])
    #expect(taken == sent.all)
  }

  /// What is not sent ahead because of the rate is asked for in its turn, once.
  @Test func whatTheRateHoldsBackIsNotSentTwice() {
    var ahead = PagesAhead(.offset(concurrency: 4))
    ahead.begin(.init(count: 10, total: 60))
    ahead.fill(after: nil) { _ in nil }
    #expect(ahead.nextOffset == 10)
    #expect(ahead.take("offset 10") == nil)
    ahead.step()
    ahead.fill(after: nil, sent.send)
    #expect(sent.all == ["offset 20", "offset 30", "offset 40", "offset 50"])
    #expect(ahead.nextOffset == 20)
  }

  @Test(arguments: [nil, PagesAhead.Extent(count: 0, total: 5), .init(count: 5, total: 5)])
  func withoutATotalBeyondTheFirstPageTheCursorLeads(extent: PagesAhead.Extent?) {
    var ahead = PagesAhead(.offset(concurrency: 4))
    ahead.begin(extent)
    ahead.fill(after: Cursor("A"), sent.send)
    #expect(sent.all == ["after A"])
    #expect(ahead.nextOffset == nil)
  }

  @Test func readInOrderItFollowsTheCursor() {
    var ahead = PagesAhead(.offset(concurrency: 4))
    ahead.begin(.init(count: 1, total: 2))
    ahead.readInOrder()
    #expect(ahead.order == .cursor)
    #expect(ahead.nextOffset == nil)
  }
}
