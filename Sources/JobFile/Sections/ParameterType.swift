import Diagnostics
import ExportModel
import PageSourceKit
import Settings

/// What the values of a parameter may be.
enum ParameterType: String, CaseIterable, Sendable {
  /// A UUID in either case.
  case uuid
  /// Any text that is not empty.
  case text
  /// A whole number, with a minus sign or without.
  case integer
  /// A time with its unit.
  case duration
  /// `true` or `false`.
  case boolean
  /// One of the words under `choices`.
  case choice
}

/// How a value of a parameter is recognized.
struct ParameterForm {
  /// The type in words, as in `is not a UUID`.
  let name: String
  /// How to write a value.
  let help: String
  private let accepts: (String) -> Bool

  /// - Parameter isSecret: whether the choices may not be quoted.
  init(_ type: ParameterType, choices: [Scalar], isSecret: Bool, context: ReadingContext) {
    switch type {
    case .uuid: self.init(ValueType.jobID, context)
    case .integer: self.init(ValueType.wholeNumber, context)
    case .duration: self.init(ValueType.duration, context)
    case .boolean: self.init(ValueType.boolean, context)
    case .text: self.init(ValueType.text, context)
    case .choice:
      // A choice may come from outside too, and is not shown then.
      let words = choices.map(\.written).joined(separator: ", ")
      self.init(
        name: isSecret ? "one of its choices" : "one of \(words)",
        help: isSecret ? "use one of its 'choices'" : "use one of: \(words)"
      ) { text in choices.contains { $0.text == text } }
    }
  }

  /// The values that a setting of `type` would take.
  private init<Value>(_ type: ValueType<Value>, _ context: ReadingContext) {
    let start = SourcePosition(line: 1, column: 1)
    let span = SourceSpan(file: "", start: start, end: start)
    self.init(name: type.name, help: "write \(type.name), such as \(type.example)") { text in
      // Its finding would quote the value.
      var unused = Findings()
      return type.read(Node(.scalar(Scalar(text, isPlain: false)), at: span), context, &unused)
        != nil
    }
  }

  private init(name: String, help: String, accepts: @escaping (String) -> Bool) {
    self.name = name
    self.help = help
    self.accepts = accepts
  }

  /// Whether a text is a value of the type.
  func takes(_ text: String) -> Bool { accepts(text) }
}

/// The name of a parameter: `[a-z][a-z0-9_]{0,62}`.
enum ParameterName {
  static let pattern = "^[a-z][a-z0-9_]{0,62}$"

  static func isOne(_ text: String) -> Bool {
    Name(text).map { !$0.text.contains("-") } ?? false
  }
}

extension ValueType where Value == Int {
  /// Any whole number of 64 bits.
  fileprivate static var wholeNumber: ValueType {
    ValueType(
      scalar: "a whole number", example: "12", shape: .text(pattern: "^-?[0-9]+$"),
      parse: { text, _ in text.hasPrefix("+") ? nil : Int(text) }, write: { "\($0)" })
  }
}
