import Diagnostics
@preconcurrency import Dispatch
import Foundation
import Synchronization

/// The two streams of the process: data goes to stdout, everything else to stderr.
///
/// All output passes here. Wherever a text comes from, be it the ledger, the API, the job file or the
/// environment, nothing in it moves a terminal's cursor.
enum Console {
  /// Writes all of `bytes` to a descriptor, waiting while a non-blocking one is full; false when it
  /// does not take them.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest, rest.count)
      if count > 0 {
        rest.removeFirst(count)
      } else if errno == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Writes data: a line, or many. Ends the command when stdout does not take it, because a result that
  /// is cut must not look like one that is whole.
  static func data(_ text: String) throws {
    try bytes(Array((TerminalText.visibleLines(text) + "\n").utf8))
  }

  /// Writes a JSON text.
  static func json(_ text: String) throws {
    try bytes(Array((TerminalText.visibleJSON(text) + "\n").utf8))
  }

  /// Writes a file that the user gave: as it is, unless a terminal shows it.
  static func file(_ contents: [UInt8]) throws {
    guard isatty(STDOUT_FILENO) == 1 else { return try bytes(contents) }
    try bytes(Array(TerminalText.visibleLines(String(decoding: contents, as: UTF8.self)).utf8))
  }

  private static func bytes(_ bytes: [UInt8]) throws {
    // On the same terminal, what is shown at its bottom would stay in the middle of the data.
    status([])
    guard write(bytes, to: STDOUT_FILENO) else {
      note("error: cannot write to standard output: \(String(cString: strerror(errno)))")
      throw ExitStatus.storage.error
    }
  }

  /// Writes for the person at the terminal or in the log.
  static func note(_ text: String) { styled(TerminalText.visibleLines(text)) }

  /// Writes a note that has styles of its own: the renderer of findings and the log make harmless what
  /// they put into them.
  static func styled(_ text: String) {
    statusLines.withLock { lines in
      let text = lines.isEmpty ? "\(text)\n" : lines.writing("\(text)\n", width: size.width)
      // When nothing can be written, that cannot be reported either.
      _ = write(Array(text.utf8), to: STDERR_FILENO)
    }
  }

  /// Shows lines at the bottom of the terminal, in the place of those before; none take them away.
  static func status(_ lines: [String]) {
    statusLines.withLock { shown in
      guard !shown.isEmpty || !lines.isEmpty else { return }
      _ = write(Array(shown.replace(by: lines, width: size.width).utf8), to: STDERR_FILENO)
    }
  }

  /// Takes the lines at the bottom of the terminal away because the process ends; in a second at most, even if nobody
  /// reads stderr.
  static func closeStatus() {
    guard hasCursor else { return }
    noteBriefly {
      statusLines.withLock { shown in
        _ = write(Array(shown.close(width: size.width).utf8), to: STDERR_FILENO)
      }
    }
  }

  private static let statusLines = Mutex(StatusLines())

  /// The columns and rows of the terminal; none where stderr is no terminal.
  static var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Calls what writes a note, and returns after a second at most, even if nobody reads stderr:
  /// for those who must go on in any case.
  static func noteBriefly(_ write: @escaping @Sendable () -> Void) {
    let isWritten = DispatchSemaphore(value: 0)
    // A thread for each: one that does not come back holds up no other.
    DispatchQueue(label: "sluice.note").async {
      write()
      isWritten.signal()
    }
    _ = isWritten.wait(timeout: .now() + 1)
  }

  /// Writes a question, which the answer follows on its line.
  static func prompt(_ text: String) {
    _ = write(Array(TerminalText.visibleLines(text).utf8), to: STDERR_FILENO)
  }

  /// Whether stderr is a terminal that a person reads.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether stderr is a terminal whose cursor can be moved.
  static var hasCursor: Bool {
    isTerminal && !["dumb", "", nil].contains(ProcessInfo.processInfo.environment["TERM"])
  }

  /// Whether stderr may have color: only a terminal, and neither `NO_COLOR` nor `TERM=dumb`.
  static var hasColor: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}
