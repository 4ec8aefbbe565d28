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

extension ValueType where Value == Bool {
  /// `true` or `false`.
  public static var boolean: ValueType {
    ValueType(
      scalar: "true or false", example: "true", shape: .choice(["true", "false"]),
      parse: { text, _ in ["true": true, "false": false][text] }, write: { "\($0)" })
  }
}

extension ValueType where Value == Duration {
  /// A time with its unit, above zero and at most 31 days: `500ms`, `30s`, `15m`, `2h`.
  public static var duration: ValueType {
    let (name, example) = ("a duration", "30s")
    return ValueType(
      name: name, example: example, shape: .text(pattern: DurationText.pattern),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let value = DurationText.parse(scalar.text) { return value }
        let advice = scalar.isFromOutside ? nil : DurationText.advice(for: scalar.text)
        findings.add(
          scalar.refusal(
            as: name, at: node.span,
            help: advice ?? "write \(name), such as \(example)"))
        return nil
      }, write: DurationText.write)
  }
}

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  public static func choice(_ values: Value.Type = Value.self) -> ValueType {
    let words = values.allCases.map(\.rawValue)
    let name = "one of \(words.joined(separator: ", "))"
    return ValueType(
      name: name, example: words.first ?? "", shape: .choice(words),
      read: { node, _, findings in
        guard
          let scalar = Scalar(node, as: name, example: words.first ?? "", findings: &findings)
        else { return nil }
        if let value = Value(rawValue: scalar.text) { return value }
        findings.add(
          scalar.refusal(
            as: name, id: .settingsChoice, at: node.span,
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

  /// How to write what was meant; nil where that is unknown.
  static func advice(for text: String) -> String? {
    guard let total = sum(of: text) else { return nil }
    if total == .zero { return "a duration is more than 0, such as 30s" }
    if total > .seconds(31 * 24 * 3600) { return "a duration is at most 31 days, which is 744h" }
    return "write \(write(total))"
  }

  /// What a time comes to that is written in parts or with words, such as `1h30m` or `20 minutes`.
  private static func sum(of text: String) -> Duration? {
    let words: [String: Duration] = [
      "ms": .milliseconds(1), "millisecond": .milliseconds(1), "s": .seconds(1), "sec": .seconds(1),
      "second": .seconds(1), "m": .seconds(60), "min": .seconds(60), "minute": .seconds(60),
      "h": .seconds(3600), "hour": .seconds(3600), "d": .seconds(86_400), "day": .seconds(86_400),
      "w": .seconds(604_800), "week": .seconds(604_800),
    ]
    var rest = text.lowercased()[...]
    var total = Duration.zero
    var isEmpty = true
    while !rest.isEmpty {
      rest = rest.drop { $0 == " " || $0 == "," }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let count = Int(digits), count <= 1_000_000_000 else { return nil }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let word = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(word.count)
      let singular = word.count > 2 && word.hasSuffix("s") ? String(word.dropLast()) : String(word)
      guard let unit = words[String(word)] ?? words[singular] ?? (count == 0 ? .seconds(1) : nil)
      else { return nil }
      total += unit * count
      isEmpty = false
    }
    return isEmpty ? nil : total
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
