import ExportModel
import Settings

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
