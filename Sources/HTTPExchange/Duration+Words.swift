extension Duration {
  /// The time in words: `250 ms`, `2 s`, `12.3 s`.
  public var words: String {
    // In parts, because the milliseconds of a great time do not fit an Int64.
    let (seconds, attoseconds) = components
    let milliseconds = attoseconds / 1_000_000_000_000_000
    if seconds == 0, milliseconds != 0 { return "\(milliseconds) ms" }
    let tenths = abs(milliseconds / 100)
    return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
  }
}
