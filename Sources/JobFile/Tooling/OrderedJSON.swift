/// A JSON value whose objects keep their order, to write one for people to read.
enum OrderedJSON {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case array([OrderedJSON])
  case object([(key: String, value: OrderedJSON)])

  /// The text on several lines, two spaces for each level, without a line end after it.
  func text(indent: Int = 0) -> String {
    let (outer, inner) = (
      String(repeating: " ", count: indent), String(repeating: " ", count: indent + 2)
    )
    switch self {
    case .string(let text): return Self.quoted(text)
    case .integer(let number): return "\(number)"
    case .boolean(let bool): return "\(bool)"
    case .array(let items) where items.allSatisfy(\.isSingle):
      return "[\(items.map { $0.text() }.joined(separator: ", "))]"
    case .array(let items):
      let lines = items.map { inner + $0.text(indent: indent + 2) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let entries) where entries.isEmpty: return "{}"
    case .object(let entries):
      let lines = entries.map {
        "\(inner)\(Self.quoted($0.key)): \($0.value.text(indent: indent + 2))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    }
  }

  private var isSingle: Bool {
    switch self {
    case .string, .integer, .boolean: true
    case .array, .object: false
    }
  }

  /// A text in double quotes; YAML reads it as JSON does.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
