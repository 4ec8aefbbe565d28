/// Which page of a job's items a request asks for (*The Export API*, *Pages*).
struct PageRequest {
  /// Where the page begins.
  enum Start: Equatable {
    case beginning
    case after(String)
    case before(String)
    case offset(Int)
  }

  private(set) var start = Start.beginning
  private(set) var limit: Int?
  private(set) var status: SimulatedStatus?

  /// Reads a request's query as it was sent, nothing decoded; nil is a request without one.
  ///
  /// A parameter that the sandbox does not know is refused, because a client that misspells `after`
  /// would otherwise be given the first page for ever.
  init(query: String?) throws(SandboxErrorResponse) {
    var seen: Set<Substring> = []
    for pair in (query ?? "").split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = halves[0]
      guard seen.insert(name).inserted else {
        throw .badRequest("'\(name)' is given twice; give it once")
      }
      try read(name, halves.count == 2 ? halves[1] : "")
    }
  }

  private mutating func read(_ name: Substring, _ value: Substring) throws(SandboxErrorResponse) {
    switch name {
    case "after": try begin(at: .after(Self.cursor(value, of: name)))
    case "before": try begin(at: .before(Self.cursor(value, of: name)))
    case "offset": try begin(at: .offset(Self.number(value, of: name, upTo: Int.max)))
    case "limit": limit = try Self.number(value, of: name, upTo: Int(Int32.max))
    case "status":
      guard let known = SimulatedStatus(rawValue: String(value)) else {
        throw .badRequest(
          """
          '\(value)' is not a status; 'status' is one of pending, in_progress, failed, \
          successful, abandoned
          """)
      }
      status = known
    default:
      throw .badRequest(
        """
        the sandbox knows no query parameter '\(name)'; it knows after, before, offset, limit \
        and status
        """)
    }
  }

  private mutating func begin(at asked: Start) throws(SandboxErrorResponse) {
    guard start == .beginning else {
      throw .badRequest("'after', 'before' and 'offset' exclude each other; give one of them")
    }
    start = asked
  }

  /// The cursor that `value` says, percent-decoded.
  private static func cursor(_ value: Substring, of name: Substring) throws(SandboxErrorResponse)
    -> String
  {
    guard !value.contains(where: { $0 == "=" || $0 == "~" }) else {
      throw .badRequest(
        "the value of '\(name)' must be percent-encoded; send %3D for '=' and %7E for '~'")
    }
    var text: [UInt8] = []
    var rest = value.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        text.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2,
        let decoded = UInt8(digits, radix: 16)
      else {
        throw .badRequest("the value of '\(name)' has a '%' without two hexadecimal digits")
      }
      text.append(decoded)
      rest = rest.dropFirst(2)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func number(
    _ value: Substring, of name: Substring, upTo most: Int
  ) throws(SandboxErrorResponse) -> Int {
    guard value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(value), number <= most
    else {
      throw .badRequest("'\(value)' is no value for '\(name)'; give a whole number, 0 to \(most)")
    }
    return number
  }
}
