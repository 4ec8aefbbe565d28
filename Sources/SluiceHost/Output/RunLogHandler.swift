import Diagnostics
import Foundation
import Logging

/// The log of a run on stderr: lines of text for people, or JSON Lines.
struct RunLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let isText: Bool
  private let hasColor: Bool
  /// Whether each line says when it was written and of which job: a file has lines of many.
  private let hasTime: Bool
  private let now: @Sendable () -> Int64
  private let write: @Sendable (String) -> Void

  init(
    level: Logger.Level, isText: Bool, hasColor: Bool, hasTime: Bool = false,
    now: @escaping @Sendable () -> Int64 = { SystemClock().wallMilliseconds },
    write: @escaping @Sendable (String) -> Void = Console.styled
  ) {
    logLevel = level
    self.isText = isText
    self.hasColor = hasColor
    self.hasTime = hasTime
    self.now = now
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }
    write(
      isText
        ? text(event.level, event.message.description, fields)
        : json(event.level, event.message.description, fields))
  }

  private func text(_ level: Logger.Level, _ message: String, _ fields: Logger.Metadata) -> String {
    let word = level == .notice ? "info" : level.rawValue
    let head = hasColor ? "\u{1B}[\(Self.color(of: level))m\(word)\u{1B}[0m" : word
    let job = fields["job"].map { " \(TerminalText.visible("\($0)"))" } ?? ""
    let opening = hasTime ? "\(SystemClock.text(ofMilliseconds: now()))\(job) " : ""
    let hint = fields["hint"].map { "\n      \(TerminalText.visible("\($0)"))" } ?? ""
    // For the support, so a person sees it where more than usual is wanted.
    let cause =
      logLevel > .debug
      ? "" : fields["cause"].map { "\n      caused by: \(TerminalText.visible("\($0)"))" } ?? ""
    return "\(opening)\(head): \(TerminalText.visible(message))\(hint)\(cause)"
  }

  private func json(_ level: Logger.Level, _ message: String, _ fields: Logger.Metadata) -> String {
    var object: [String: Any] = [
      "time": SystemClock.text(ofMilliseconds: now()), "level": level.rawValue, "message": message,
    ]
    for (key, value) in fields { object[key] = Self.plain(value) }
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
      return TerminalText.visible(message)
    }
    return TerminalText.visibleJSON(String(decoding: data, as: UTF8.self))
  }

  /// A field as JSON has it: numbers as numbers, where the field was given as one.
  private static func plain(_ value: Logger.Metadata.Value) -> Any {
    switch value {
    case .string(let text): text
    case .stringConvertible(let number as Int): number
    case .stringConvertible(let number as Double): number
    case .stringConvertible(let other): other.description
    case .array(let values): values.map(plain)
    case .dictionary(let fields): fields.mapValues(plain)
    }
  }

  private static func color(of level: Logger.Level) -> String {
    switch level {
    case .critical, .error: "31;1"
    case .warning: "33;1"
    default: "36"
    }
  }
}
