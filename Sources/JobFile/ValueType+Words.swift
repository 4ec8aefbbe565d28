import ExportModel
import Settings

extension ValueType {
  /// The same type for a setting that may be left out.
  var optional: ValueType<Value?> {
    ValueType<Value?>(
      name: name, example: example, shape: .optional(shape),
      read: { node, context, findings in
        read(node, context, &findings).map { .some($0) }
      }, write: { $0.map(write) ?? "none" })
  }
}

extension ValueType where Value == Name {
  /// The name of a job or a route as people write it: `[a-z][a-z0-9-]{0,62}`.
  static var name: ValueType {
    ValueType(
      scalar: "a name", example: "nightly-export",
      shape: .text(pattern: "^[a-z][a-z0-9-]{0,62}$"),
      form: "at most 63 small letters, digits and dashes, a letter first", isText: true,
      parse: { text, _ in text.contains("_") ? nil : Name(text) },
      write: { $0.text })
  }
}

extension ValueType where Value == JobID {
  /// The id of an export job: a UUID in either case.
  static var jobID: ValueType {
    ValueType(
      scalar: "a UUID", example: "8eb648ab-464b-42a0-ba17-eda703657e33",
      shape: .text(pattern: #"^\s*[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\s*$"#),
      parse: { text, _ in JobID(trimmed(text)) }, write: { $0.description })
  }

  /// A text without the spaces, tabs and line ends around it.
  private static func trimmed(_ text: String) -> Substring {
    let inner = text.drop(while: \.isWhitespace)
    let after = inner.lastIndex { !$0.isWhitespace }.map(inner.index(after:))
    return inner[..<(after ?? inner.startIndex)]
  }
}

extension ValueType where Value == RequestRate? {
  /// A number of requests in a minute or a second, or `none`: `500/min`, `10/s`.
  static var rate: ValueType {
    ValueType(
      scalar: "a rate", example: "500/min or none",
      shape: .either([.choice(["none"]), .text(pattern: "^0*[1-9][0-9]{0,5}/(min|s)$")]),
      parse: { text, _ in
        if text == "none" { return .some(.none) }
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let requests = Int(digits), (1...100_000).contains(requests) else { return nil }
        switch text.dropFirst(digits.count) {
        case "/min": return RequestRate(requests: requests, interval: .seconds(60))
        case "/s": return RequestRate(requests: requests, interval: .seconds(1))
        default: return nil
        }
      }, write: { $0?.description ?? "none" })
  }
}
