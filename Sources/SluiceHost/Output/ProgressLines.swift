import ExportModel

/// The progress of a run as lines of text that fit a terminal.
struct ProgressLines {
  /// The narrowest terminal that they are shown on, in columns.
  static let leastWidth = 20

  /// The columns of the terminal.
  let width: Int
  /// The rows of the terminal.
  let height: Int

  /// The lines; none where the terminal is too small for them.
  ///
  /// - Parameter now: the clock's elapsed time.
  func lines(of state: RunProgress.State, now: Duration) -> [String] {
    guard width >= Self.leastWidth, height >= 4 else { return [] }
    let room = min(height / 2, height - 3)
    let wait = state.wait.flatMap { line(of: $0, now: now) }
    let rows = self.rows(of: state)
    // What does not fit is counted, and the reason of a wait always fits.
    let shown = room - (wait == nil ? 0 : 1)
    let lines =
      rows.count <= shown
      ? rows
      : Array(rows.prefix(max(shown - 1, 0)))
        + ["and \((rows.count - max(shown - 1, 0)).of("more route"))"]
    return (lines + [wait].compactMap(\.self)).map(fitted)
  }

  private func rows(of state: RunProgress.State) -> [String] {
    switch state.phase {
    case .retrieving(let pages, let items, let total):
      guard pages > 0 else { return ["retrieving: no page has come yet"] }
      let parts = [
        total.map { "\(items) of \($0) items" } ?? items.of("item"),
        timeLeft(of: state.pace, left: total.map { $0 - items }), rate(of: state.pace),
        pages.of("page"),
      ]
      return [row("retrieving", share: share(items, of: total), parts.compactMap(\.self))]
    case .storing(let items): return ["storing \(items.of("item"))"]
    case .delivering:
      let longest = state.routes.map { "\($0.name)".count }.max() ?? 0
      return state.routes.map { row(of: $0, labelWidth: min(longest, width / 3)) }
    }
  }

  private func row(of route: RunProgress.Route, labelWidth: Int) -> String {
    let label = padded("\(route.name)", to: labelWidth)
    guard !route.hasFailed else {
      return row(label, share: nil, ["failed", "\(route.delivered) delivered"])
    }
    guard let outstanding = route.outstanding else {
      return row(label, share: nil, ["no batch yet"])
    }
    let done = route.delivered + route.rejected
    let parts = [
      "\(route.delivered) delivered", outstanding > 0 ? "\(outstanding) waiting" : nil,
      route.rejected > 0 ? "\(route.rejected) rejected" : nil,
      timeLeft(of: route.pace, left: outstanding), outstanding > 0 ? rate(of: route.pace) : nil,
    ]
    return row(label, share: share(done, of: done + outstanding), parts.compactMap(\.self))
  }

  /// A row: as much of it as fits, from what matters most to what matters least.
  private func row(_ label: String, share: Int?, _ parts: [String]) -> String {
    var text = label + (share.map { bar($0) + " \(right("\($0)", in: 3)) %" } ?? "")
    for (index, part) in parts.enumerated() {
      let longer = text + (index == 0 ? "  " : ", ") + part
      guard longer.count < width else { break }
      text = longer
    }
    return text
  }

  /// `[=====>    ]` with a space before it; nothing on a narrow terminal.
  private func bar(_ share: Int) -> String {
    let cells = width < 70 ? 0 : width < 120 ? 12 : 30
    guard cells > 0 else { return "" }
    let done = cells * share / 100
    let filled =
      done == cells
      ? String(repeating: "=", count: cells)
      : String(repeating: "=", count: done) + ">" + String(repeating: " ", count: cells - done - 1)
    return " [\(filled)]"
  }

  private func share(_ count: Int, of total: Int?) -> Int? {
    guard let total else { return nil }
    // The API's total may be wrong while the list is read.
    return total > 0 ? min(100, 100 * count / total) : 100
  }

  private func rate(of pace: Pace) -> String? {
    pace.perSecond.map { $0 >= 10 ? "\(Int($0))/s" : "\(($0 * 10).rounded() / 10)/s" }
  }

  private func timeLeft(of pace: Pace, left: Int?) -> String? {
    guard let left, left > 0, let rate = pace.perSecond, rate > 0 else { return nil }
    let seconds = Double(left) / rate
    guard seconds < 100 * 3600 else { return nil }
    return "\(Self.words(forSeconds: Int(seconds.rounded(.up)))) left"
  }

  private static func words(forSeconds seconds: Int) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
    default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
  }

  private func line(of wait: RunProgress.Wait, now: Duration) -> String? {
    let left = Int((wait.until - now).seconds.rounded(.up))
    return left > 0 ? "again in \(left) s: \(wait.reason)" : "trying again: \(wait.reason)"
  }

  private func right(_ text: String, in width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func padded(_ text: String, to width: Int) -> String {
    text.count <= width
      ? text + String(repeating: " ", count: width - text.count)
      : "\(text.prefix(max(width - 3, 1)))..."
  }

  /// A line of characters that take one column each, and shorter than the terminal is wide: a cursor after the last
  /// column may count as one of the next line.
  private func fitted(_ line: String) -> String {
    let plain = String(line.map { $0.isASCII && !$0.isNewline && $0 >= " " ? $0 : "?" })
    return plain.count < width ? plain : "\(plain.prefix(width - 4))..."
  }
}
