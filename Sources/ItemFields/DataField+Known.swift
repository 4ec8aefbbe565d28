extension DataField {
  /// Every field that can be asked for (`ExportItem` of *The Export API*, *Data layer*): what is not in a list, and the lists
  /// as a whole.
  public static let known: [DataField] =
    [
      DataField("type", .text, isRequired: true, "the type of expense, such as card_purchase"),
      DataField("subType", .text, "the type in more detail"),
      DataField("date", .date, isRequired: true, "the day that the item is booked on"),
      DataField("companyId", .text, isRequired: true, "the company"),
    ] + money("inWalletCurrency", "the wallet's currency")
    + money("inSupplierCurrency", "the supplier's currency") + [
      DataField("note", .text, "what the spender wrote"),
      DataField("accountingEntryLines", .json, isRequired: true, "the lines to book"),
      DataField("additionalInformation.reconciliationId", .text, "the book id"),
      DataField("additionalInformation.attendees", .json, "who took part"),
      DataField("additionalInformation.reconciledEntries", .json, "the entries of a reimbursement"),
      DataField(invoice("invoiceNumber"), .text, "the invoice's number"),
      DataField(invoice("invoiceDate"), .date, "the invoice's day"),
      DataField(invoice("status"), .text, "the invoice's status"),
      DataField(invoice("dueDate"), .date, "when the invoice is due"),
      DataField(invoice("paymentDate"), .date, "when the invoice is paid"),
      DataField(invoice("supplierBankAccount"), .json, "the account that is paid to"),
      DataField("bookkeeping.method", .text, "how the item is booked, such as journal"),
      DataField("files", .json, "receipts and other files; each URL works for 24 hours"),
      DataField("servicePeriod.from", .date, "the first day of the service"),
      DataField("servicePeriod.to", .date, "the last day of the service"),
    ] + coded("contraAccount", "the contra account")
    + [DataField("contraAccount.identifier", .text, "the contra account's identifier")]
    + [
      ("name", "the supplier's name"), ("code", "the supplier's code"),
      ("account", "the supplier's account"), ("categoryCode", "the supplier's category"),
      ("country", "the supplier's country"), ("taxIdentifier", "the supplier's tax number"),
    ].map { DataField("supplier.\($0)", .text, $1) }
    + [
      ("id", "the vendor's id"), ("name", "the vendor's name"),
      ("defaultCurrency", "the vendor's currency"), ("code", "the vendor's code"),
      ("country", "the vendor's country"), ("externalId", "the vendor's id in another system"),
      ("registrationNumber", "the vendor's registration number"),
      ("taxRegistrationNumber", "the vendor's tax number"),
    ].map { DataField("vendor.\($0)", .text, $1) }
    + coded("team", "the team") + coded("user", "the user")

  private static let byName = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0) })

  /// The field with a ``name``; nil where there is none.
  public init?(_ name: String) {
    guard let field = Self.byName[name] else { return nil }
    self = field
  }

  private static func money(_ key: String, _ words: String) -> [DataField] {
    [
      DataField(
        "amount.\(key).value", .integer, isRequired: true, "the amount in minor units of \(words)"),
      DataField("amount.\(key).currency", .text, isRequired: true, "\(words), such as EUR"),
    ]
  }

  private static func coded(_ key: String, _ words: String) -> [DataField] {
    [
      DataField("\(key).id", .text, "\(words)'s id"),
      DataField("\(key).name", .text, "\(words)'s name"),
      DataField("\(key).code", .text, "\(words)'s code"),
    ]
  }

  private static func invoice(_ key: String) -> String {
    "additionalInformation.invoiceInformation.\(key)"
  }
}
