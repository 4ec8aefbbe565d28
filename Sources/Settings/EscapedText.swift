/// A text whose escapes can be taken for what they stand for, and where each character is in the text.
struct EscapedText {
  /// The characters.
  private(set) var codes: [UInt32]
  /// Where each character begins, and last where the text ends; empty where each is one character long.
  private var starts: [Int] = []

  /// A text as it is.
  init(_ codes: [UInt32]) { self.codes = codes }

  /// The text in which one layer of escapes is read; nil where there is none.
  ///
  /// These are percent signs (RFC 3986), a backslash as JSON and C have it, HTML's numeric character
  /// references, and `0x` before two digits.
  ///
  /// - Parameter folded: what a character is compared as.
  func unescaped(_ folded: (UInt32) -> UInt32) -> EscapedText? {
    guard codes.indices.contains(where: mayBeEscape) else { return nil }
    var result = EscapedText([])
    var index = 0
    while index < codes.count {
      let (code, length) = escape(at: index) ?? (codes[index], 1)
      result.codes.append(folded(code))
      result.starts.append(place(of: index))
      index += length
    }
    guard result.codes.count < codes.count else { return nil }
    result.starts.append(place(of: codes.count))
    return result
  }

  /// The part of the text that a part of the characters is.
  func range(of part: Range<Int>) -> Range<Int> {
    place(of: part.lowerBound)..<place(of: part.upperBound)
  }

  private func place(of index: Int) -> Int { starts.isEmpty ? index : starts[index] }

  private func mayBeEscape(at index: Int) -> Bool {
    switch character(at: index) {
    case "%", "\\", "&": true
    case "0": character(at: index + 1) == "x"
    default: false
    }
  }

  /// What an escape that begins here stands for, and how long it is.
  private func escape(at index: Int) -> (code: UInt32, length: Int)? {
    switch Character(Unicode.Scalar(codes[index]) ?? " ") {
    case "%": return digits(2, radix: 16, from: index + 1).map { ($0, 3) }
    case "\\":
      switch character(at: index + 1) {
      case "x": return digits(2, radix: 16, from: index + 2).map { ($0, 4) }
      case "u": return digits(4, radix: 16, from: index + 2).map { ($0, 6) }
      case let next? where !next.isLetter && !next.isNumber: return (codes[index + 1], 2)
      default: return nil
      }
    case "0" where character(at: index + 1) == "x":
      return digits(2, radix: 16, from: index + 2).map { ($0, 4) }
    case "&": return characterReference(at: index)
    default: return nil
    }
  }

  /// `&#90;` or `&#x5a;`.
  private func characterReference(at index: Int) -> (code: UInt32, length: Int)? {
    guard character(at: index + 1) == "#" else { return nil }
    let radix = character(at: index + 2) == "x" ? 16 : 10
    let start = radix == 16 ? index + 3 : index + 2
    let end = (start..<min(start + 8, codes.count)).first { character(at: $0) == ";" }
    return end.flatMap { end in
      digits(end - start, radix: radix, from: start).map { ($0, end + 1 - index) }
    }
  }

  private func digits(_ count: Int, radix: Int, from start: Int) -> UInt32? {
    guard count > 0, start + count <= codes.count else { return nil }
    return (start..<start + count).reduce(0 as UInt32?) { value, index in
      guard let value, let digit = character(at: index)?.hexDigitValue, digit < radix else {
        return nil
      }
      return value * UInt32(radix) + UInt32(digit)
    }
  }

  /// The character there, when it is one of ASCII.
  private func character(at index: Int) -> Character? {
    guard index < codes.count, codes[index] < 0x80 else { return nil }
    return Unicode.Scalar(codes[index]).map(Character.init)
  }
}
