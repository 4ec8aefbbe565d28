/// Lines that stay at the bottom of a terminal while others are written above them.
///
/// Every character of them takes one column.
struct StatusLines {
  private var lines: [String] = []
  private var isClosed = false

  /// Whether none are shown.
  var isEmpty: Bool { lines.isEmpty }

  /// What takes the lines off the screen, so that the cursor is where they began.
  ///
  /// - Parameter width: the columns of the terminal now: a narrower one has wrapped what was drawn.
  func erasing(width: Int) -> String {
    guard !lines.isEmpty else { return "" }
    let rows = lines.reduce(0) { $0 + max(1, ($1.count + width - 1) / max(width, 1)) }
    let up = rows > 1 ? "\u{1B}[\(rows - 1)A" : ""
    return "\r\(up)\u{1B}[J"
  }

  /// What draws the lines where the cursor is.
  var drawing: String { lines.joined(separator: "\n") }

  /// What puts other lines in the place of these.
  mutating func replace(by lines: [String], width: Int) -> String {
    let text = erasing(width: width)
    self.lines = isClosed ? [] : lines
    return text + drawing
  }

  /// What takes the lines off the screen for good: none are drawn any more.
  mutating func close(width: Int) -> String {
    isClosed = true
    return replace(by: [], width: width)
  }

  /// What writes a text above the lines.
  func writing(_ text: String, width: Int) -> String { erasing(width: width) + text + drawing }
}
