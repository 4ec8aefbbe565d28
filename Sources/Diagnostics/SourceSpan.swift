/// A place in a text file: a line and a column, both counted from 1.
///
/// A column counts Unicode scalars, as libyaml does, so that editors agree with it.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// The line, counted from 1.
  public let line: Int
  /// The column in Unicode scalars, counted from 1.
  public let column: Int

  /// Creates a position from a line and a column, both counted from 1.
  public init(line: Int, column: Int) {
    precondition(line >= 1 && column >= 1, "positions count from 1")
    self.line = line
    self.column = column
  }

  /// Whether `left` is before `right` in the file.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of one file, from its first character to just after its last.
public struct SourceSpan: Hashable, Sendable {
  /// The file, written as the user gave it.
  public let file: String
  /// Where the stretch begins.
  public let start: SourcePosition
  /// The position just after the stretch.
  public let end: SourcePosition

  /// Creates the span from `start` up to, and not including, `end`.
  public init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = max(start, end)
  }

  /// The part of this span's first line that begins `offset` scalars in and is `length` long:
  /// a place inside a scalar.
  public func part(from offset: Int, length: Int) -> SourceSpan {
    let column = start.column + offset
    return SourceSpan(
      file: file, start: SourcePosition(line: start.line, column: column),
      end: SourcePosition(line: start.line, column: column + max(length, 1)))
  }
}
