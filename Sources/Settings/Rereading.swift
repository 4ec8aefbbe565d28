/// A way to read a value once more that is the whole of a file outside the job file: somebody may have replaced it meanwhile.
///
/// Any two are equal, because values are compared by what was read.
public struct Rereading: Hashable, Sendable {
  private let read: @Sendable () -> String?

  /// Creates a way.
  ///
  /// - Parameter read: gives the value as it is now; nil where it cannot be read.
  public init(_ read: @escaping @Sendable () -> String?) { self.read = read }

  /// The value as it is now; nil where it cannot be read.
  public func value() -> String? { read() }

  /// Always true.
  public static func == (one: Rereading, other: Rereading) -> Bool { true }

  /// Adds nothing.
  public func hash(into hasher: inout Hasher) {}
}
