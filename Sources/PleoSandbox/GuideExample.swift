import ExportModel

/// What the guide's example answer shows (*How to retrieve export job items*, step 1).
enum GuideExample {
  /// The four entries, in the guide's order.
  static let entries: [EntryID] = [
    entry(0x5954_0ed2_0d68_4e36, 0x9e31_5822_3975_d9e9),
    entry(0x6678_bcee_c6a4_4b49, 0xbb1e_8f9f_d653_d16c),
    entry(0x9ea2_ef81_4d73_460d, 0xbbb4_ccf3_da6f_6f61),
    entry(0x0c76_ea71_aaaa_4ece, 0xbb68_e116_6cca_ea04),
  ]
  /// The cursor of the first entry.
  static let startCursor = "AAAAAADJ3YT4YKWVVLYA=AFRDZIJCOBE2JLCIOQDPOKFVZY"
  /// The cursor of the last entry.
  static let endCursor = "AAAAAADJ3YT4YKWTT6AA=4BWF5U5TLFGLNFMGIBLKZSXGGU"

  private static func entry(_ high: UInt64, _ low: UInt64) -> EntryID {
    EntryID(Identifier(high: high, low: low))
  }
}
