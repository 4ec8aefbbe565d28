import HTTPExchange
import PageSourceKit

/// The requests that were sent before their answers are needed: for the first page beside the job, for those that come
/// next while the ones before are read.
///
/// By cursor the next page is known when the one before is there, so there is one request at most. By offset
/// every page is known once the first one says how many items there are.
struct PagesAhead {
  /// How the pages of a list are asked for.
  enum Order: Equatable, Sendable {
    /// One after another: each says where the next one begins.
    case cursor
    /// Side by side, so many at a time, as the first page and `total` give them.
    case offset(concurrency: Int)

    /// How many requests are on their way at a time.
    var concurrency: Int { if case .offset(let count) = self { count } else { 1 } }
  }

  /// Where the pages begin that are not asked for yet.
  private struct Offsets {
    let step: Int
    let total: Int
    var next: Int
  }

  /// How many items a page has, and how many there are.
  struct Extent: Equatable {
    let count: Int
    let total: Int
  }

  private(set) var order: Order
  private var sent: [SentRequest] = []
  private var offsets: Offsets?
  /// How many pages have been taken since the list was begun, by offset.
  private var taken = 0

  init(_ order: Order) { self.order = order }

  /// Where the next page begins, by the number of items before it; nil where pages are asked for by cursor.
  var nextOffset: Int? { offsets.map { taken * $0.step } }

  /// Takes in what was sent for a list that is to be read.
  mutating func begin(with requests: [SentRequest]) {
    cancel()
    sent = requests
  }

  /// Takes in the first page of a list.
  mutating func begin(_ extent: Extent?) {
    cancel()
    guard case .offset = order, let extent, extent.count > 0, extent.total > extent.count else {
      return
    }
    (offsets, taken) = (Offsets(step: extent.count, total: extent.total, next: extent.count), 1)
  }

  /// Takes in that another page was read.
  mutating func step() { taken += 1 }

  /// Sends as many requests as there is room for.
  ///
  /// - Parameters:
  ///   - cursor: where the page that was just read says that the next one begins.
  ///   - send: sends one, unless the rate would make it wait.
  mutating func fill(after cursor: Cursor?, _ send: (APIRequest.Start) -> SentRequest?) {
    guard case .offset(let concurrency) = order, var offsets else {
      if let cursor, sent.isEmpty, let request = send(.after(cursor)) { sent.append(request) }
      return
    }
    while sent.count < concurrency, offsets.next < offsets.total,
      let request = send(.offset(offsets.next))
    {
      sent.append(request)
      offsets.next += offsets.step
    }
    self.offsets = offsets
  }

  /// Whether the request for an address is on its way.
  func has(_ url: String) -> Bool { sent.first?.url == url }

  /// Takes the request for an address that is on its way; nil where there is none.
  mutating func take(_ url: String) -> SentRequest? {
    if has(url) { return sent.removeFirst() }
    // It was not sent because of the rate: it is asked for now, and the one after it next.
    if var offsets, sent.isEmpty {
      offsets.next = max(offsets.next, (taken + 1) * offsets.step)
      self.offsets = offsets
    }
    return nil
  }

  /// Sends the requests that are on their way once more, because those before are answered with nothing of use.
  mutating func sendAgain(_ send: (String) -> SentRequest) {
    for (place, request) in sent.enumerated() {
      request.cancel()
      sent[place] = send(request.url)
    }
  }

  /// Takes all requests back: nobody wants their answers any more.
  mutating func cancel() {
    for request in sent { request.cancel() }
    (sent, offsets, taken) = ([], nil, 0)
  }

  /// Asks by cursor from now on.
  mutating func readInOrder() {
    cancel()
    order = .cursor
  }
}

extension ItemPage {
  /// The page where the next one is asked for by offset: what the API says of cursors is of no account then, and
  /// the offset tells one page from another.
  func continued(atOffset offset: Int?) -> ItemPage {
    guard let offset else { return self }
    return ItemPage(
      items: items, hasNextPage: hasNextPage, endCursor: Cursor("offset \(offset)"), total: total)
  }
}
