import ExportModel
import SinkKit

/// Items to deliver: always the same, so that a failure can be repeated.
enum SampleItems {
  /// Statuses that a sink may stumble over, beside plain ones; the last one is as long as there are.
  static let statuses = [
    "pending", "in_progress", "it's \"quoted\"", "back\\slash", "two\nlines\r\nand a\ttab",
    "Prüfung läuft 🧾 保留", "'); drop table items; --", "nul\u{0}inside", "\u{7F}\u{1}\u{2028}",
    String(repeating: "ß", count: 50),
  ].compactMap(ItemStatus.init)

  /// The items of a job, one for each ordinal.
  ///
  /// Jobs with an odd number are ordered by entry id. The others have an order key, and their entry
  /// ids run backwards. Every third item was delivered as part of an earlier job.
  static func items(_ ordinals: Range<Int>, job: UInt64 = 1) -> [StoredItem] {
    ordinals.map { ordinal in
      StoredItem(
        ordinal: ordinal, jobID: JobID(Identifier(high: 0x5117_CE00_0000_4000, low: job)),
        entryID: EntryID(
          Identifier(
            high: 0xE000_0000_0000_4000,
            low: job % 2 == 1 ? UInt64(ordinal) : 1_000_000 - UInt64(ordinal))),
        status: statuses[ordinal % statuses.count],
        orderKey: job % 2 == 1 ? nil : "k\(String(1_000_000 + ordinal))",
        previousJobID: ordinal % 3 == 0
          ? JobID(Identifier(high: 0x5117_CE00_0000_4000, low: 99)) : nil)
    }
  }

  /// What items are, as APIs give it: numbers with digits that are lost when they are read, and texts that a sink may stumble
  /// over; the last one has a million characters.
  static let data = [
    #"{"amount":{"value":0.20},"big":123456789012345678901234567890,"small":-0.0e-7}"#,
    #"{"note":"\u0041 \"quoted\", it's \\ back \n\r\t","empty":"","none":null}"#,
    #"{"supplier":{"name":"Prüfung 🧾 保留"},"lines":[{"a":1},{},[]],"isPaid":true}"#,
    #"{"note":"'); drop table items; --","formula":"=1+1","delimiters":",;|"}"#, "{}",
    #"{"note":"\#(String(repeating: "ß", count: 1_000_000))"}"#,
  ]

  /// Items that have data, from one of the ``data`` on.
  static func itemsWithData(skipping skipped: Int = 0) -> [StoredItem] {
    items(0..<data.count).map { item in
      let json = data[(item.ordinal + skipped) % data.count]
      return StoredItem(
        ordinal: item.ordinal, jobID: item.jobID, entryID: item.entryID, status: item.status,
        orderKey: item.orderKey, previousJobID: item.previousJobID,
        data: ItemData(json: Array(json.utf8), fetchedAt: "2026-03-02T08:15:04Z"))
    }
  }

  /// The items of a job in batches that end at `cuts`, the first beginning at `first`.
  static func batches(from first: Int = 0, cuts: [Int], job: UInt64 = 1) -> [ItemBatch] {
    zip([first] + cuts, cuts).map { ItemBatch(items($0..<$1, job: job)) }
  }
}
