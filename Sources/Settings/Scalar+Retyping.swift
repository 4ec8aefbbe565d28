public import Diagnostics

extension Scalar {
  /// The warning that other YAML readers would not take this value for the text it is; nil where
  /// all agree: in quotes, from outside, or without a form that YAML 1.1 gives a type.
  public func retypingWarning(at span: SourceSpan) -> Diagnostic? {
    guard isPlain, !isFromOutside, let other = Self.retyping(of: written) else { return nil }
    return Diagnostic(
      .warning, id: .settingsRetyped,
      "another YAML reader would read '\(written)' as \(other)", at: span,
      help: "put it in quotes: \"\(written)\"")
  }

  /// What the types of YAML 1.1 (yaml.org/type: bool, null, int, float, timestamp) make of plain
  /// text, in words; nil when they leave it a text.
  private static func retyping(of text: String) -> String? {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": "true"
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": "false"
    case "~", "null", "Null", "NULL": "null"
    default: isDate(text) ? "a date" : isNumber(text) ? "a number" : nil
    }
  }

  /// `2026-01-01`, alone or with a time after it.
  private static func isDate(_ text: String) -> Bool {
    let day = text.prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
    let parts = day.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
    guard parts.count == 3, parts[0] == 4, (1...2).contains(parts[1]), (1...2).contains(parts[2])
    else { return false }
    return text.count == day.count || "Tt \t".contains(text[day.endIndex])
  }

  /// A whole or broken number in any base, `12:30:45` (base 60), `1e3`, `.inf` and `.nan`.
  private static func isNumber(_ text: String) -> Bool {
    let sign = text.prefix { $0 == "+" || $0 == "-" }.count
    guard sign <= 1 else { return false }
    let body = text.dropFirst(sign).lowercased()
    if body == ".inf" || (body == ".nan" && sign == 0) { return true }
    for (prefix, digits) in [("0x", "0123456789abcdef_"), ("0o", "01234567"), ("0b", "01_")]
    where body.hasPrefix(prefix) {
      return body.count > 2 && body.dropFirst(2).allSatisfy(digits.contains)
    }
    if body.contains(":") { return isBase60(body) }
    return isDecimal(body)
  }

  private static func isBase60(_ body: String) -> Bool {
    let parts = body.split(separator: ":", omittingEmptySubsequences: false)
    return parts.enumerated().allSatisfy { index, part in
      let digits = index == parts.count - 1 ? part.prefix { $0 != "." } : part
      return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
        && part.dropFirst(digits.count).dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        && (index == 0 || digits.count < 3)
    }
  }

  private static func isDecimal(_ body: String) -> Bool {
    let halves = body.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    let mantissa = halves[0]
    guard mantissa.contains(where: { $0.isASCII && $0.isNumber }),
      mantissa.first != "_",
      mantissa.allSatisfy({ ($0.isASCII && $0.isNumber) || $0 == "_" || $0 == "." }),
      mantissa.filter({ $0 == "." }).count <= 1
    else { return false }
    guard halves.count == 2 else { return true }
    let exponent = halves[1].drop { $0 == "+" || $0 == "-" }
    return !exponent.isEmpty && halves[1].count - exponent.count <= 1
      && exponent.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
