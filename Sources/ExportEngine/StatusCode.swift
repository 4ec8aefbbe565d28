public import ExportModel

/// A status as one byte of a column; what it stands for is in a ``StatusTable``.
public struct StatusCode: Hashable, Sendable {
  /// The byte.
  public let byte: UInt8

  /// Wraps a byte.
  public init(byte: UInt8) { self.byte = byte }

  /// No status.
  public static let none = StatusCode(byte: 0)
}

/// The statuses behind a column's codes: the documented ones first, in the order of
/// `ItemStatus.known`, then others as they come.
public struct StatusTable: Equatable, Sendable {
  private var statuses: [ItemStatus] = ItemStatus.known
  private var codes: [ItemStatus: StatusCode] = [:]

  /// Creates the table of the documented statuses.
  public init() {
    for (index, status) in statuses.enumerated() {
      codes[status] = StatusCode(byte: UInt8(index + 1))
    }
  }

  /// The code of `status`, given now if it has none; nil when all 255 codes are given.
  public mutating func code(for status: ItemStatus) -> StatusCode? {
    // Nearly every item has one of a few statuses, and comparing with each is faster than hashing.
    for index in 0..<min(statuses.count, 8) where statuses[index] == status {
      return StatusCode(byte: UInt8(index + 1))
    }
    if let code = codes[status] { return code }
    guard statuses.count < 255 else { return nil }
    statuses.append(status)
    let code = StatusCode(byte: UInt8(statuses.count))
    codes[status] = code
    return code
  }

  /// The status of a code; nil for ``StatusCode/none``.
  public subscript(code: StatusCode) -> ItemStatus? {
    code == .none ? nil : statuses[Int(code.byte) - 1]
  }

  /// Every status that has a code.
  public var all: [ItemStatus] { statuses }
}
