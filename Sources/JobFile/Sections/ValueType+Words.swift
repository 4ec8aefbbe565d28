import ExportModel
public import Settings

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

extension ValueType where Value == Duration {
  /// A number of days, from 1 to 9999: `90d`.
  public static var days: ValueType {
    ValueType(
      scalar: "a number of days", example: "90d", shape: .text(pattern: "^[1-9][0-9]{0,3}d$"),
      form: "from 1d to 9999d", isText: true,
      parse: { text, _ in
        guard text.last == "d", let days = Int(text.dropLast()), 1...9999 ~= days,
          text.first != "0", text.first != "+"
        else { return nil }
        return .seconds(days * 86_400)
      }, write: { "\(Int($0 / .seconds(86_400)))d" })
  }
}
