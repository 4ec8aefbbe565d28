extension ValueType where Value == Int {
  /// A number of bytes with its unit: `512B`, `64KiB`, `1MiB`, `2GiB`.
  public static func size(in range: ClosedRange<Int>) -> ValueType {
    let (least, most) = (SizeText.write(range.lowerBound), SizeText.write(range.upperBound))
    return ValueType(
      scalar: "a size from \(least) to \(most)", example: most,
      shape: .text(pattern: SizeText.pattern),
      parse: { text, _ in SizeText.parse(text).flatMap { range.contains($0) ? $0 : nil } },
      write: SizeText.write)
  }
}

/// Sizes as the language writes them.
private enum SizeText {
  static let pattern = "^0*[1-9][0-9]*(B|KiB|MiB|GiB)$"

  private static let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)]

  static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count > 0,
      let unit = units.first(where: { $0.0 == text.dropFirst(digits.count) })?.1
    else { return nil }
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: unit)
    return isTooLarge ? nil : bytes
  }

  static func write(_ bytes: Int) -> String {
    let (name, unit) = units.first { bytes % $0.1 == 0 && bytes >= $0.1 } ?? ("B", 1)
    return "\(bytes / unit)\(name)"
  }
}
