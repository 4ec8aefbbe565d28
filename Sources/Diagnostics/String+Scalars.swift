extension String {
  /// The text with every occurrence of a part replaced, scalar by scalar.
  ///
  /// `replacing(_:with:)` compares characters: a quote with a combining character behind it is another character, and would not be
  /// escaped.
  public func replacingScalars(_ part: String, with other: String) -> String {
    String(unicodeScalars.replacing(part.unicodeScalars, with: other.unicodeScalars))
  }
}
