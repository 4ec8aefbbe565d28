/// Reads records (RFC 4180, section 2) from bytes that come in parts: fields may be quoted, and lines end with CRLF or LF.
public struct CSVReader {
  private enum Place {
    /// Where a field begins, or in one without quotes.
    case plain
    /// Inside quotes.
    case quoted
    /// Behind a quote that ends a field, unless another one follows.
    case behindQuote
  }

  private let delimiter: UInt8
  private var place = Place.plain
  private var field: [UInt8] = []
  private var record: [[UInt8]] = []
  /// The lines, counted from 1, that are being read and that the record begins in.
  private var (line, firstLine) = (1, 1)

  /// Whether the bytes so far end inside quotes.
  public var isInQuotes: Bool { place == .quoted }

  /// Creates a reader of rows in a format.
  public init(_ format: CSVFormat) { delimiter = format.delimiter.byte }

  /// Reads on, and hands over every record that ends, with the line that it begins in; an empty line is none.
  public mutating func read(
    _ bytes: some Sequence<UInt8>, _ body: (_ record: [[UInt8]], _ line: Int) throws -> Void
  ) rethrows {
    let (quote, lineFeed) = (UInt8(ascii: "\""), UInt8(ascii: "\n"))
    for byte in bytes {
      if byte == lineFeed { line += 1 }
      switch place {
      case .quoted:
        if byte == quote { place = .behindQuote } else { field.append(byte) }
      case .behindQuote where byte == quote:
        field.append(byte)
        place = .quoted
      case .plain where byte == quote && field.isEmpty: place = .quoted
      case .plain, .behindQuote:
        if byte == delimiter {
          endField()
        } else if byte == lineFeed {
          try endRecord(body)
        } else {
          field.append(byte)
        }
      }
    }
  }

  /// Hands over a last record without an end.
  public mutating func finish(_ body: (_ record: [[UInt8]], _ line: Int) throws -> Void) rethrows {
    try endRecord(body)
  }

  private mutating func endField() {
    record.append(field)
    field.removeAll(keepingCapacity: true)
    place = .plain
  }

  private mutating func endRecord(_ body: (_ record: [[UInt8]], _ line: Int) throws -> Void)
    rethrows
  {
    // The line's end is CRLF: its first half is no part of the field before it.
    if field.last == UInt8(ascii: "\r") { field.removeLast() }
    endField()
    defer {
      record.removeAll(keepingCapacity: true)
      firstLine = line
    }
    if record != [[]] { try body(record, firstLine) }
  }
}
