/// How much a YAML file may hold: what keeps a hostile file from costing much time or memory.
public struct YAMLLimits: Sendable {
  /// The size of the file in bytes, and also how many bytes of text all aliases may put in.
  public let bytes: Int
  /// How many lines the file may have.
  public let lines: Int
  /// How many lists and mappings may be inside one another, aliases written out.
  public let depth: Int
  /// How many keys, values, lists and mappings there may be, aliases written out.
  public let nodes: Int

  /// Creates limits.
  public init(bytes: Int, lines: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.lines = lines
    self.depth = depth
    self.nodes = nodes
  }

  /// The limits of a job file: 1 MiB, 20,000 lines, 64 levels and 10,000 nodes.
  public static let standard = YAMLLimits(
    bytes: 1 << 20, lines: 20_000, depth: 64, nodes: 10_000)

  /// Whether a file of this content is within the limits, as far as that is known without reading it.
  public func allow(_ bytes: [UInt8]) -> Bool { excess(of: bytes) == nil }

  /// What a file of this content has too much of, in words; nil when it is within the limits.
  func excess(of bytes: [UInt8]) -> String? {
    guard bytes.count <= self.bytes else {
      return "the file is over the limit of \(self.bytes) bytes"
    }
    let ends = bytes.count { $0 == UInt8(ascii: "\n") }
    return ends > lines ? "the file is over the limit of \(lines) lines" : nil
  }
}
