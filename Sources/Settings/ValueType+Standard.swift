import Diagnostics

extension ValueType where Value == String {
  /// Any text that is not empty.
  public static var text: ValueType {
    ValueType(
      scalar: "a text", example: "nightly", isText: true,
      parse: { text, _ in text.isEmpty ? nil : text },
      write: { $0 })
  }

  /// A name for a table or column: `[a-z_][a-z0-9_]{0,62}`.
  public static var identifier: ValueType {
    ValueType(
      scalar: "an identifier (small letters, digits and underscores)", example: "export_items",
      shape: .text(pattern: "^[a-z_][a-z0-9_]{0,62}$"), isText: true,
      parse: { text, _ in
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = text.utf8.first, !digits.contains(first), text.utf8.count <= 63,
          text.utf8.allSatisfy({
            letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_")
          })
        else { return nil }
        return text
      }, write: { $0 })
  }
}

extension ValueType where Value == Int {
  /// A whole number within a range.
  public static func integer(in range: ClosedRange<Int>) -> ValueType {
    ValueType(
      scalar: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      example: "\(range.lowerBound)", shape: .integer(range),
      parse: { text, _ in
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text).flatMap { range.contains($0) ? $0 : nil }
      }, write: { "\($0)" })
  }
}

extension ValueType where Value == Duration {
  /// A time with its unit, above zero and at most 31 days: `500ms`, `30s`, `15m`, `2h`.
  public static var duration: ValueType {
    ValueType(
      scalar: "a duration", example: "30s", shape: .text(pattern: DurationText.pattern),
      parse: { text, _ in DurationText.parse(text) }, write: DurationText.write)
  }
}

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  ///
  /// - Parameter unsupported: words of the specification that this version does not have yet:
  ///   refused as such.
  public static func choice(
    _ values: Value.Type = Value.self, unsupported: [String] = []
  ) -> ValueType {
    let words = values.allCases.map(\.rawValue)
    let name = "one of \(words.joined(separator: ", "))"
    return ValueType(
      name: name, example: words.first ?? "", shape: .choice(words),
      read: { node, _, findings in
        guard
          let scalar = Scalar(node, as: name, example: words.first ?? "", findings: &findings)
        else { return nil }
        if let value = Value(rawValue: scalar.text) { return value }
        guard !unsupported.contains(scalar.written) else {
          findings.add(Fields.unsupported(scalar.written, at: node.span))
          return nil
        }
        findings.add(
          Diagnostic(
            id: "settings.choice", "'\(scalar.written)' is not \(name)", at: node.span,
            help: Suggestion.help(for: scalar.written, among: words)))
        return nil
      }, write: { $0.rawValue })
  }
}

/// Durations as the language writes them.
enum DurationText {
  static let pattern = "^0*[1-9][0-9]*(ms|s|m|h)$"

  private static let units: [(suffix: String, unit: Duration)] = [
    ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
  ]

  static func parse(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let suffix = text.dropFirst(digits.count)
    guard let count = Int(digits), (1...2_678_400_000).contains(count),
      let unit = units.first(where: { $0.suffix == suffix })?.unit
    else { return nil }
    let duration = unit * count
    return duration <= .seconds(31 * 24 * 3600) ? duration : nil
  }

  static func write(_ duration: Duration) -> String {
    let largest = units.reversed().first { duration >= $0.unit && wholes(duration, $0.unit) != nil }
    guard let largest, let count = wholes(duration, largest.unit) else { return "\(duration)" }
    return "\(count)\(largest.suffix)"
  }

  private static func wholes(_ duration: Duration, _ unit: Duration) -> Int? {
    let count = Int((duration / unit).rounded())
    return unit * count == duration ? count : nil
  }
}
