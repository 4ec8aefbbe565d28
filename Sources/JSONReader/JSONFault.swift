/// Where a text stops being JSON in UTF-8 (RFC 8259).
public struct JSONFault: Error, Equatable {
  /// How many lists and objects may be within each other.
  public static let depthLimit = 512

  /// What is wrong with a text.
  public enum Problem: Equatable, Sendable {
    /// A byte that cannot be there.
    case unexpected
    /// The text ends too early.
    case ended
    /// Too many lists and objects within each other.
    case tooDeep
    /// A number that is larger than any `Double`.
    case tooLarge
    /// There is not the memory to read it.
    case noMemory
  }

  /// The first byte that does not fit, counted from 1; one after the last where the text ends early.
  public let position: Int
  /// How many bytes the text has.
  public let size: Int
  /// What was being read: `$.data[7].status`.
  public let path: String
  /// What is wrong there.
  public let problem: Problem

  /// The first fault; nil where there is none.
  public static func first(in text: [UInt8]) -> JSONFault? {
    var reader = FaultReader(text: text)
    do throws(JSONFault) {
      reader.skipSpace()
      try reader.value(depth: 1)
      reader.skipSpace()
      return reader.position < text.count ? reader.fault(.unexpected) : nil
    } catch {
      return error
    }
  }

  /// A text without a fault that cannot be read.
  init(unreadable text: [UInt8]) {
    self.init(position: 1, size: text.count, path: "$", problem: .noMemory)
  }

  fileprivate init(position: Int, size: Int, path: String, problem: Problem) {
    self.position = position
    self.size = size
    self.path = path
    self.problem = problem
  }
}

/// Reads a text as strictly as simdjson, and knows where it is.
private struct FaultReader {
  let text: [UInt8]
  var position = 0
  var path: [String] = []

  init(text: [UInt8]) { self.text = text }

  func fault(_ problem: JSONFault.Problem, at position: Int? = nil) -> JSONFault {
    JSONFault(
      position: (position ?? self.position) + 1, size: text.count, path: "$" + path.joined(),
      problem: problem)
  }

  func next() throws(JSONFault) -> UInt8 {
    guard position < text.count else { throw fault(.ended) }
    return text[position]
  }

  mutating func expect(_ characters: String) throws(JSONFault) {
    for byte in characters.utf8 {
      guard try next() == byte else { throw fault(.unexpected) }
      position += 1
    }
  }

  mutating func skipSpace() {
    while position < text.count, " \t\r\n".utf8.contains(text[position]) { position += 1 }
  }

  mutating func value(depth: Int) throws(JSONFault) {
    switch try next() {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try list(depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try expect("true")
    case UInt8(ascii: "f"): try expect("false")
    case UInt8(ascii: "n"): try expect("null")
    default: try number()
    }
  }

  mutating func object(depth: Int) throws(JSONFault) {
    guard depth <= JSONFault.depthLimit else { throw fault(.tooDeep) }
    try expect("{")
    skipSpace()
    if try next() == UInt8(ascii: "}") { return position += 1 }
    while true {
      let key = try string()
      path.append(".\(key)")
      skipSpace()
      try expect(":")
      skipSpace()
      try value(depth: depth + 1)
      path.removeLast()
      skipSpace()
      if try next() == UInt8(ascii: "}") { return position += 1 }
      try expect(",")
      skipSpace()
    }
  }

  mutating func list(depth: Int) throws(JSONFault) {
    guard depth <= JSONFault.depthLimit else { throw fault(.tooDeep) }
    try expect("[")
    skipSpace()
    if try next() == UInt8(ascii: "]") { return position += 1 }
    var index = 0
    while true {
      path.append("[\(index)]")
      try value(depth: depth + 1)
      path.removeLast()
      skipSpace()
      if try next() == UInt8(ascii: "]") { return position += 1 }
      try expect(",")
      skipSpace()
      index += 1
    }
  }
}

// MARK: Texts and numbers

extension FaultReader {
  /// A text as it is written.
  mutating func string() throws(JSONFault) -> String {
    try expect("\"")
    let start = position
    while true {
      switch try next() {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text[start..<position - 1], as: UTF8.self)
      case UInt8(ascii: "\\"): try escape()
      case 0x00..<0x20: throw fault(.unexpected)
      case 0x20..<0x80: position += 1
      case let lead: try scalar(beginningWith: lead)
      }
    }
  }

  private mutating func escape() throws(JSONFault) {
    let start = position
    position += 1
    guard try next() == UInt8(ascii: "u") else {
      guard "\"\\/bfnrt".utf8.contains(try next()) else { throw fault(.unexpected) }
      return position += 1
    }
    switch try hexadecimal() {
    // Of a pair of surrogates neither half is a character.
    case 0xD800..<0xDC00:
      try expect("\\u")
      position -= 1
      guard (0xDC00..<0xE000).contains(try hexadecimal()) else {
        throw fault(.unexpected, at: start)
      }
    case 0xDC00..<0xE000: throw fault(.unexpected, at: start)
    default: break
    }
  }

  /// The four digits after a `u`.
  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    position += 1
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try next())).hexDigitValue else {
        throw fault(.unexpected)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// A character of several bytes (RFC 3629, section 4).
  private mutating func scalar(beginningWith lead: UInt8) throws(JSONFault) {
    let (count, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: throw fault(.unexpected)
      }
    position += 1
    for index in 1..<count {
      guard (index == 1 ? second : 0x80...0xBF).contains(try next()) else {
        throw fault(.unexpected)
      }
      position += 1
    }
  }

  mutating func number() throws(JSONFault) {
    let start = position
    if try next() == UInt8(ascii: "-") { position += 1 }
    if try next() == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits()
    }
    if position < text.count, text[position] == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if position < text.count, "eE".utf8.contains(text[position]) {
      position += 1
      if "+-".utf8.contains(try next()) { position += 1 }
      try digits()
    }
    let number = String(decoding: text[start..<position], as: UTF8.self)
    guard let value = Double(number), value.isFinite else { throw fault(.tooLarge, at: start) }
  }

  private mutating func digits() throws(JSONFault) {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try next()) else {
      throw fault(.unexpected)
    }
    while position < text.count, "0123456789".utf8.contains(text[position]) { position += 1 }
  }
}
