import Diagnostics
import Foundation

/// The two streams of the process: data goes to stdout, everything else to stderr.
enum Console {
  /// Writes all of `bytes` to a descriptor; false when it cannot take them, for then there is
  /// nobody to tell.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest, rest.count)
      if count > 0 { rest.removeFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }

  /// Writes data: a line, or many.
  static func data(_ text: String) { write(Array((text + "\n").utf8), to: STDOUT_FILENO) }

  /// Writes for the person at the terminal or in the log.
  static func note(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }

  /// Whether stderr is a terminal that a person reads.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether stderr may have colour: only a terminal, and neither `NO_COLOR` nor `TERM=dumb`.
  static var hasColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}
