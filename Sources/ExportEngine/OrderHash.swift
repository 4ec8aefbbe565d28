import ExportModel

/// A fingerprint of an order: FNV-1a over the halves of the ids, for comparing runs, not for security.
enum OrderHash {
  static func of(_ entryIDs: [EntryID]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for entryID in entryIDs {
      for half in [entryID.identifier.high, entryID.identifier.low] {
        hash = (hash ^ half) &* 0x0000_0100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
