import Settings

extension Node {
  /// The node as JSON on one line. A value without quotes that is JSON by itself, a number, `true`, `false` or `null`, stays one;
  /// every other value is a text.
  var json: String {
    switch content {
    case .scalar(let scalar) where scalar.isAbsent: "null"
    case .scalar(let scalar) where scalar.isPlain && Self.isJSON(scalar.text): scalar.text
    case .scalar(let scalar): OrderedJSON.quoted(scalar.text)
    case .sequence(let list): "[\(list.map(\.json).joined(separator: ","))]"
    case .mapping(let entries):
      "{\(entries.map { "\(OrderedJSON.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
    }
  }

  private static func isJSON(_ text: String) -> Bool {
    ["true", "false", "null"].contains(text)
      || (try? /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/.wholeMatch(in: text)) != nil
  }
}
