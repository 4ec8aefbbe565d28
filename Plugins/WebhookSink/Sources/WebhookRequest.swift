import Crypto
import SinkKit

/// The items of one `POST`, as its body has them, and what it is known by.
struct WebhookRequest: Sendable {
  let items: [StoredItem]
  let body: [UInt8]
  /// The same for the same body: a receiver that has taken a request with this key has these items.
  let key: String

  /// One item, known by its ids.
  init(_ item: StoredItem) {
    items = [item]
    body = item.jsonLine
    key = "\(item.jobID):\(item.entryID)"
  }

  /// Several items, known by what the body has: another batch may begin with the same items.
  init(_ items: [StoredItem]) {
    self.items = items
    body =
      Array("[\n".utf8) + items.map { $0.jsonLine.dropLast() }.joined(separator: Array(",\n".utf8))
      + Array("\n]\n".utf8)
    key = hexadecimal(SHA256.hash(data: body))
  }

  /// The requests of a batch, in order; several items are in one as long as its body is no larger than `size`.
  static func requests(
    of batch: ItemBatch, _ posting: Posting, atMost size: Int
  ) -> [WebhookRequest] {
    guard posting == .batch else { return batch.items.map { WebhookRequest($0) } }
    var requests: [WebhookRequest] = []
    var items: [StoredItem] = []
    var bytes = 0
    for item in batch.items {
      let count = item.jsonLine.count + 1
      if !items.isEmpty, bytes + count + 4 > size {
        requests.append(WebhookRequest(items))
        (items, bytes) = ([], 0)
      }
      items.append(item)
      bytes += count
    }
    return requests + [WebhookRequest(items)]
  }
}

/// Bytes in hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
