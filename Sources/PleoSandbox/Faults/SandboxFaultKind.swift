/// What a sandbox can do wrong.
public enum SandboxFaultKind: Hashable, Sendable {
  /// An error with a status code from 400 to 599, in Pleo's form.
  case status(Int)
  case slow, silence, closed, reset, cut, stalled, lengthLong, lengthShort, chunkCut
  case retryAfter, redirect, html, text, gzip, gzipBomb, empty, brokenJSON
  case missingField, nullField, unknownStatus, doubleItem, doubleAcross, changedStatus
  case addedItem, removedItem, foreignItem, wrongTotal
  case repeatedCursor, missingCursor, expiredCursor, endless, ended, jobFailed, jobExpired
  case missingData, extraData, noScope, missingContraAccounts

  /// Each but the status codes: its name, and what it is.
  private static let words: [(kind: SandboxFaultKind, name: String, meaning: String)] = [
    (.slow, "slow", "the answer comes a second late"),
    (.silence, "silence", "no answer comes"),
    (.closed, "closed", "the connection is closed without an answer"),
    (.reset, "reset", "the connection is reset without an answer"),
    (.cut, "cut", "the connection is closed in the middle of the body"),
    (.stalled, "stalled", "the body stops in the middle, and the connection stays open"),
    (.lengthLong, "length-long", "Content-Length says 10 bytes more than come"),
    (.lengthShort, "length-short", "Content-Length says 10 bytes fewer than come"),
    (.chunkCut, "chunk-cut", "a chunked body ends in the middle"),
    (.retryAfter, "retry-after", "429 with Retry-After: 1"),
    (.redirect, "redirect", "302 to another server"),
    (.html, "html", "200 with a page of HTML, as a proxy gives one"),
    (.text, "text", "the right body as text/plain"),
    (.gzip, "gzip", "the right body packed with gzip, though nobody asked for that"),
    (.gzipBomb, "gzip-bomb", "gzip that unpacks to 200 MB"),
    (.empty, "empty", "200 without a body"),
    (.brokenJSON, "broken-json", "JSON that ends in the middle"),
    (.missingField, "missing-field", "an item without a status"),
    (.nullField, "null-field", "an item whose status is null"),
    (.unknownStatus, "unknown-status", "an item in a status that Pleo does not document"),
    (.doubleItem, "double-item", "an item twice on one page"),
    (.doubleAcross, "double-across", "an item of the page before once more"),
    (.changedStatus, "changed-status", "an item of the page before once more, in another status"),
    (.addedItem, "added-item", "an item more, from this page on"),
    (.removedItem, "removed-item", "an item fewer, from this page on"),
    (.foreignItem, "foreign-item", "an item of another export job"),
    (.wrongTotal, "wrong-total", "a total of one more than there are"),
    (.repeatedCursor, "repeated-cursor", "the cursor of the page before"),
    (.missingCursor, "missing-cursor", "no cursor, and a next page"),
    (.expiredCursor, "expired-cursor", "400: the API does not take its own cursor"),
    (.endless, "endless", "a list that never ends: the same items under new cursors"),
    (.ended, "ended", "the export job is completed from this page on"),
    (.jobFailed, "job-failed", "the export job has failed from this page on"),
    (.jobExpired, "job-expired", "the export job has expired from this page on"),
    (.missingData, "missing-data", "no accounting data of the first three items"),
    (.extraData, "extra-data", "accounting data of an item that is in no list"),
    (.noScope, "no-scope", "403: the token may not read accounting data"),
    (
      .missingContraAccounts, "missing-contra-accounts",
      "400 MISSING_CONTRA_ACCOUNTS in place of accounting data"
    ),
  ]

  /// All kinds but the status codes.
  public static let named: [SandboxFaultKind] = words.map(\.kind)

  /// Reads a name or a status code.
  init?(_ name: String) {
    if let code = Int(name), (400...599).contains(code) {
      self = .status(code)
    } else if let found = Self.words.first(where: { $0.name == name }) {
      self = found.kind
    } else {
      return nil
    }
  }

  /// What it is called.
  public var name: String {
    if case .status(let code) = self { return "\(code)" }
    return Self.words.first { $0.kind == self }?.name ?? ""
  }

  /// What it is, in words.
  public var meaning: String {
    if case .status(let code) = self { return "\(code), with Pleo's type and message" }
    return Self.words.first { $0.kind == self }?.meaning ?? ""
  }

  /// Whether it changes what a page of items says, and has no meaning elsewhere.
  var isOfItems: Bool {
    switch self {
    case .missingField, .nullField, .unknownStatus, .doubleItem, .doubleAcross, .changedStatus,
      .addedItem, .removedItem, .foreignItem, .wrongTotal, .repeatedCursor, .missingCursor,
      .expiredCursor, .endless, .ended, .jobFailed, .jobExpired:
      true
    default: false
    }
  }

  /// Whether it is what the accounting data is like, at every time.
  var isForGood: Bool { [.missingData, .extraData, .noScope].contains(self) }

  /// Where it happens unless somebody says otherwise.
  var usualPlace: SandboxFault.Place {
    switch self {
    case .missingData, .extraData, .noScope, .missingContraAccounts: .data(1)
    default: .page(2)
    }
  }
}
