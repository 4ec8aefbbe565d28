/// Where the rows of a batch begin that is being written, and the rows: `<size>`, a line end, and the rows as they are.
struct CSVUndo: Equatable {
  /// The file's size before them.
  let size: Int
  /// What is written behind that, all of it.
  let rows: [UInt8]

  init(size: Int, rows: [UInt8]) { (self.size, self.rows) = (size, rows) }

  /// Reads ``text``; nil for anything else.
  init?(_ text: [UInt8]) {
    guard let end = text.firstIndex(of: UInt8(ascii: "\n")),
      let size = Int(String(decoding: text[..<end], as: UTF8.self)), size >= 0
    else { return nil }
    self.init(size: size, rows: Array(text[text.index(after: end)...]))
  }

  /// As the file has it.
  var text: [UInt8] { Array("\(size)\n".utf8) + rows }

  /// How many bytes there may be behind ``size``: a last line without an end gets one before the rows.
  var limit: Int { rows.count + 1 }

  /// Whether what is found behind ``size`` is a part of the rows, and nothing of anybody else's.
  ///
  /// Some file systems give a file its new size before its bytes, and a loss of power leaves zeros in their place.
  func explains(_ found: [UInt8]) -> Bool {
    let own = found.first == UInt8(ascii: "\n") ? found[1...] : found[...]
    return own.count <= rows.count && zip(own, rows).allSatisfy { $0 == $1 || $0 == 0 }
  }
}
