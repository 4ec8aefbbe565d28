/// How much a YAML file may hold: what keeps a hostile file from costing much time or memory.
public struct YAMLLimits: Sendable {
  /// The size of the file in bytes, and also how many bytes of text all aliases may put in.
  public let bytes: Int
  /// How many lists and mappings may stand inside one another, aliases written out.
  public let depth: Int
  /// How many keys, values, lists and mappings there may be, aliases written out.
  public let nodes: Int

  /// Creates limits.
  public init(bytes: Int, depth: Int, nodes: Int) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }

  /// The limits of a job file: 1 MiB, 64 levels and 10,000 nodes.
  public static let standard = YAMLLimits(bytes: 1 << 20, depth: 64, nodes: 10_000)
}
