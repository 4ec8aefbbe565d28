/// Where a text stops being JSON (RFC 8259), for the message: Foundation does not say.
struct JSONFault: Error, Equatable {
  /// Arrays and objects within each other, more than which JSONDecoder does not read.
  static let depthLimit = 512

  /// The first byte that does not fit, counted from 1; one after the last where the text ends early.
  let position: Int
  /// How many bytes the text has.
  let size: Int
  /// What was being read: `$.data[7].status`.
  let path: String
  /// What is wrong there.
  let problem: Problem

  enum Problem { case unexpected, ended, tooDeep }

  /// The first fault; nil where there is none.
  static func first(in text: [UInt8]) -> JSONFault? {
    var reader = Reader(text: text)
    do throws(JSONFault) {
      reader.skipSpace()
      try reader.value(depth: 1)
      reader.skipSpace()
      return reader.position < text.count ? reader.fault(.unexpected) : nil
    } catch {
      return error
    }
  }

  /// `broken JSON in $.data[7].status: …`.
  func message(_ redaction: Redaction) -> String {
    let place = redaction.harmless(path, limit: 200)
    switch problem {
    case .unexpected: return "broken JSON in \(place): unexpected byte \(position) of \(size)"
    case .ended: return "broken JSON in \(place): the text ends after \(size) bytes"
    case .tooDeep: return "too many lists and objects within each other (over \(Self.depthLimit))"
    }
  }
}

private struct Reader {
  let text: [UInt8]
  var position = 0
  var path: [String] = []

  init(text: [UInt8]) { self.text = text }

  func fault(_ problem: JSONFault.Problem) -> JSONFault {
    JSONFault(
      position: position + 1, size: text.count, path: "$" + path.joined(), problem: problem)
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
    guard depth <= JSONFault.depthLimit else { throw fault(.tooDeep) }
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

  mutating func string() throws(JSONFault) -> String {
    try expect("\"")
    let start = position
    while try next() != UInt8(ascii: "\"") {
      guard text[position] >= 0x20 else { throw fault(.unexpected) }
      position += try next() == UInt8(ascii: "\\") ? 2 : 1
    }
    position += 1
    return String(decoding: text[start..<position - 1], as: UTF8.self)
  }

  mutating func number() throws(JSONFault) {
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
  }

  mutating func digits() throws(JSONFault) {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try next()) else {
      throw fault(.unexpected)
    }
    while position < text.count, "0123456789".utf8.contains(text[position]) { position += 1 }
  }
}
