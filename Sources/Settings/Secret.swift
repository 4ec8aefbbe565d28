/// A value that must never be shown: a token, a key.
///
/// However it is printed, interpolated, dumped or mirrored, it shows `‹secret›`.
public struct Secret: Sendable, Equatable {
  private let value: String

  /// Wraps a value.
  public init(_ value: String) { self.value = value }

  /// The value itself, for the one place that must send it.
  public var revealed: String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `‹secret›`.
  public var description: String { "‹secret›" }
  /// Always `‹secret›`.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
