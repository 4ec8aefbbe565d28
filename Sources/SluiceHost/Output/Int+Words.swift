extension Int {
  /// The number with what it counts: `1 item`, `2 items`.
  ///
  /// - Parameter what: one of them.
  func of(_ what: String) -> String { "\(self) \(what)\(self == 1 ? "" : "s")" }
}
