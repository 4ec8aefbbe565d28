import ExportModel

/// What a simulated item is: an export item as `GET /v3/export-items` has it (*The Export API*, *Data layer*).
///
/// It follows from the job's id and the item's position alone, as the item does.
struct SimulatedData {
  /// Every type that the API documents.
  static let types = [
    "card_purchase", "card_invoice", "out_of_pocket", "mileage", "per_diem",
    "external_reimbursement", "direct_reimbursement", "invoice", "invoice_payment", "chargeback",
    "refund", "cashback", "atm_withdrawal", "wallet_topup", "wallet_unload", "personal_spend",
    "fee", "overdraft",
  ]

  let entryID: EntryID
  let position: Int
  private let numbers: SplitMix64

  init(entryID: EntryID, position: Int) {
    self.entryID = entryID
    self.position = position
    numbers = SplitMix64(seed: entryID.identifier.high ^ entryID.identifier.low)
  }

  /// One of `count` numbers, a different one for each use.
  private func pick(_ use: UInt64, of count: Int) -> Int { Int(numbers[use] % UInt64(count)) }

  private func id(_ use: UInt64) -> String {
    let (high, low) = (numbers[100 + use], numbers[200 + use])
    let identifier = Identifier(
      high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
      low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    return "\"\(identifier)\""
  }

  // MARK: Values

  var type: String { Self.types[pick(0, of: Self.types.count)] }

  /// The amount in the wallet's currency, in minor units: negative where money comes back.
  var amount: Int {
    let size = [200, 5_000, 80_000, 2_500_000][pick(1, of: 4)]
    let amount = 1 + pick(2, of: size)
    return ["chargeback", "refund", "cashback", "wallet_topup"].contains(type) ? -amount : amount
  }

  /// The date: of the first quarter of 2026, with a fraction of a second here and there, and not always in UTC.
  var date: String {
    let (month, day) = (1 + pick(3, of: 3), 1 + pick(4, of: 28))
    let time = "\(two(pick(5, of: 24))):\(two(pick(6, of: 60))):\(two(pick(7, of: 60)))"
    let rest = ["Z", "Z", ".5Z", ".123456Z", "+01:00", "-05:30"][pick(8, of: 6)]
    return "2026-\(two(month))-\(two(day))T\(time)\(rest)"
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private var suppliers: [String] {
    ["Bauhaus Odense", "Café \\\"Zur Post\\\"", "株式会社サンプル", "O'Brien & Søn", "Hotel\\u0020Lux"]
  }

  // MARK: Documents

  /// The item as an object of JSON, on one line.
  var json: String {
    """
    {"_links":{"web":{"exportItem":"https://app.example.com/export/\(entryID)"}},\
    "accountingEntryId":"\(entryID)","companyId":"\(SimulatedJob.company)","type":"\(type)",\
    \(optional(9, "subType", "\"reimbursement_to_employee_refund\""))\
    "date":"\(date)","amount":\(money(amount)),\
    \(optional(10, "note", "\"Workshop materials \\ud83e\\uddfe\""))\
    "accountingEntryLines":[\(lines)],\
    "additionalInformation":{"reconciliationId":"\(5_520_913 + position)",\
    "attendees":\(pick(11, of: 5) == 0 ? "[{\"name\":\"Mette Holm\"},null]" : "null"),\
    "reconciledEntries":null,"invoiceInformation":\(invoice)},\
    \(optional(12, "bookkeeping", "{\"method\":\"journal\"}"))\
    \(optional(13, "contraAccount", "{\"id\":\(id(1)),\"name\":\"Wallet DKK\",\"code\":\"5820\",\"identifier\":null}"))\
    \(optional(14, "files", "[{\"url\":\"https://files.example.com/r/\(position)?sig=simulated\",\"type\":\"application/pdf\",\"size\":\(1_000 + pick(15, of: 90_000))}]"))\
    \(optional(16, "supplier", supplier))\
    \(optional(17, "vendor", "{\"id\":\(id(2)),\"name\":\"Bauhaus\",\"defaultCurrency\":\"DKK\"}"))\
    \(optional(18, "servicePeriod", "{\"from\":\"2026-01-01\",\"to\":\"2026-03-31\"}"))\
    \(optional(19, "user", "{\"id\":\(id(3)),\"name\":\"Mette Holm\",\"code\":null}"))\
    "team":null}
    """
  }

  /// A field that may be there, be null, or be missing.
  private func optional(_ use: UInt64, _ name: String, _ value: String) -> String {
    switch pick(use, of: 4) {
    case 0: ""
    case 1: "\"\(name)\":null,"
    default: "\"\(name)\":\(value),"
    }
  }

  /// An amount of money, which the supplier has had in another currency here and there.
  private func money(_ value: Int) -> String {
    let (currency, theirs) = [
      ("DKK", value), ("EUR", value * 134 / 1000), ("JPY", value * 22 / 100), ("SEK", value),
    ][pick(20, of: 4)]
    return """
      {"inSupplierCurrency":{"currency":"\(currency)","value":\(theirs)},\
      "inWalletCurrency":{"currency":"DKK","value":\(value)}}
      """
  }

  private var supplier: String {
    """
    {"name":"\(suppliers[pick(21, of: suppliers.count)])","code":null,"account":null,\
    "categoryCode":"5200","country":"DK","taxIdentifier":null}
    """
  }

  private var invoice: String {
    guard type.contains("invoice") else { return "null" }
    return """
      {"invoiceNumber":"R-\(position)","invoiceDate":"2026-01-15","status":"paid",\
      "dueDate":"2026-02-14T00:00:00Z","paymentDate":null}
      """
  }

  /// One line to three, which add up to the amount.
  private var lines: String {
    let count = 1 + pick(22, of: 3)
    let each = amount / count
    return (0..<count).map { line in
      let value = line == count - 1 ? amount - each * (count - 1) : each
      let hasTax = pick(23 + UInt64(line), of: 3) > 0
      return """
        {"accountingEntryLineId":\(id(10 + UInt64(line))),"lineAmount":\(money(value)),\
        "netAmount":\(money(hasTax ? value * 4 / 5 : value)),\
        "account":\(pick(26 + UInt64(line), of: 6) == 0 ? "null" : "{\"id\":\(id(20 + UInt64(line))),\"name\":\"Consumables\",\"code\":\"2710\",\"identifier\":null}"),\
        "tags":[{"id":\(id(30 + UInt64(line))),"code":"CC-14","groupCode":"COSTCENTRE"}],\
        "tax":\(hasTax ? "{\"id\":\(id(40 + UInt64(line))),\"rate\":0.20,\"type\":\"inclusive\",\"code\":\"K25\",\"amount\":\(money(value - value * 4 / 5))}" : "null")}
        """
    }.joined(separator: ",")
  }
}
