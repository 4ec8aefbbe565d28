import Diagnostics

/// Refuses bytes that are no text, or text whose lines libyaml and editors would count differently,
/// before libyaml sees them.
struct SourceCheck {
  let file: String

  func check(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw refusal("the file is UTF-16", at: Place(), help: "save the file as UTF-8")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refusal(
        "found bytes that are not UTF-8", at: firstInvalid(bytes), help: "save the file as UTF-8")
    }
    try check(text.unicodeScalars)
  }

  private func check(_ text: String.UnicodeScalarView) throws(Diagnostic) {
    var place = Place()
    var index = text.startIndex
    var isIndentation = true
    var isLookedAt = false
    while index < text.endIndex {
      let scalar = text[index]
      // What follows the first such blank of an indentation follows each of them.
      if isIndentation, !isLookedAt, Self.isOtherBlank(scalar) {
        isLookedAt = true
        if Self.beginsKey(text[index...]) {
          throw Diagnostic(
            id: .yamlSyntax, "\(Self.name(of: scalar)) cannot indent",
            at: span(at: place, length: 1), help: "use spaces")
        }
      }
      if scalar == "\n" { isLookedAt = false }
      isIndentation =
        scalar == "\n" || isIndentation && (scalar == " " || Self.isOtherBlank(scalar))
      let next = text.index(after: index)
      if scalar == "\r", next == text.endIndex || text[next] != "\n" {
        throw refusal(
          "a carriage return without a newline is not allowed", at: place,
          help: "end lines with a newline")
      }
      guard Self.isAllowed(scalar) else { throw unallowed(scalar, at: place) }
      // libyaml compares each directive with all before it, which 80,000 of them turn into seconds;
      // without tags nobody needs one.
      if place.column == 1, scalar == "%", text[index...].starts(with: "%TAG".unicodeScalars) {
        throw Diagnostic(
          id: .yamlTag, "'%TAG' is not allowed: there are no tags",
          at: span(at: place, length: 4),
          help: "take the line out")
      }
      place.advance(past: scalar)
      index = next
    }
  }

  /// A blank that is no space and no tab, as word processors and web pages put them.
  private static func isOtherBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x7F && scalar.properties.generalCategory == .spaceSeparator
  }

  /// Whether a key or an entry of a list follows behind blanks: text in a block may begin with any.
  private static func beginsKey(_ text: Substring.UnicodeScalarView) -> Bool {
    let rest = text.drop { $0 == " " || isOtherBlank($0) }
    if rest.starts(with: "- ".unicodeScalars) { return true }
    let name = rest.prefix { $0 == "_" || $0 == "-" || $0.properties.isAlphabetic }
    let after = rest[name.endIndex...]
    return !name.isEmpty && after.first == ":"
      && " \n\r".unicodeScalars.contains(after.dropFirst().first ?? "\n")
  }

  /// `U+00A0 (a no-break space)`.
  private static func name(of scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    if scalar == "\u{A0}" { return "\(code) (a no-break space)" }
    return "\(code) (\(scalar.properties.name?.lowercased() ?? "a blank"))"
  }

  /// The printable characters of YAML 1.1 (section 5.1.1) without the line breaks that only YAML
  /// knows: U+0085, U+2028, U+2029.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E: true
    case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: scalar.value >= 0xA0
    }
  }

  private func unallowed(_ scalar: Unicode.Scalar, at place: Place) -> Diagnostic {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return refusal(
      "the character U+\(digits) is not allowed", at: place,
      help: "take it out, or write it as \\u\(digits) in double quotes")
  }

  /// The place of the first bytes that are not UTF-8.
  private func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Place {
    var place = Place()
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { place.advance(past: scalar) }
    return place
  }

  private func refusal(_ message: String, at place: Place, help: String) -> Diagnostic {
    Diagnostic(id: .yamlEncoding, message, at: span(at: place, length: 1), help: help)
  }

  private func span(at place: Place, length: Int) -> SourceSpan {
    let start = SourcePosition(line: place.line, column: place.column)
    return SourceSpan(file: file, start: start, end: start).part(from: 0, length: length)
  }

  /// A line and column, counted on scalar by scalar.
  private struct Place {
    var line = 1
    var column = 1

    mutating func advance(past scalar: Unicode.Scalar) {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
  }
}
