public import DurableFiles
import SinkKit

/// Where a route delivers to: what the route's progress rests on.
///
/// A place is compared by what it is, not by how its path is written: a folder that was moved, or that a
/// symbolic link leads to, is the same place.
public struct RoutePlace: Equatable, Codable, Sendable {
  /// One thing that the sink writes to.
  public struct Part: Equatable, Codable, Sendable {
    /// What it is: `directory`, `file`, the kind of a file's part, or a claim's namespace.
    public let type: String
    /// Its absolute path without symbolic links; nil where it is not in the file system.
    public let path: String?
    /// The part of the file, such as a table; nil for the whole.
    public let table: String?
    /// What tells it from others in its namespace; nil in the file system, and where there is one only.
    public let key: String?
    /// What the path led to when it was looked at; nil where there was nothing.
    public let identity: FileIdentity?
    /// Whether the path or the key has something in it that is not in the job file: then only its digest is kept,
    /// and a part that was kept has the digest in its place.
    var isFromOutside = false

    /// Names a part.
    public init(
      type: String, path: String?, table: String? = nil, key: String? = nil,
      identity: FileIdentity? = nil
    ) {
      self.type = type
      self.path = path
      self.table = table
      self.key = key
      self.identity = identity
    }

    private enum CodingKeys: String, CodingKey { case type, path, table, key, identity }

    /// Writes the part as it is kept.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(type, forKey: .type)
      try container.encodeIfPresent(
        isFromOutside ? path.map(PathDigest.of) : path, forKey: .path)
      try container.encodeIfPresent(table, forKey: .table)
      try container.encodeIfPresent(isFromOutside ? key.map(PathDigest.of) : key, forKey: .key)
      try container.encodeIfPresent(identity, forKey: .identity)
    }
  }

  /// The kind of sink.
  public let kind: String
  /// What the sink writes to, sorted by path; empty where it does not say.
  public let parts: [Part]

  /// Names a place.
  public init(kind: String, parts: [Part] = []) {
    self.kind = kind
    self.parts = parts
  }

  /// The place of a sink, as it is now.
  ///
  /// - Parameter isFromOutside: whether the sink's settings have values from outside the job file.
  init(_ sink: any SinkModule, isFromOutside: Bool) {
    let parts = sink.place.map { claim in
      var part = Part(claim.withoutLinks)
      part.isFromOutside = isFromOutside
      return part
    }
    self.init(
      kind: type(of: sink).descriptor.kind, parts: parts.sorted { $0.description < $1.description })
  }

  /// Whether progress made there goes on here: every part has the same path, or is the same file.
  func continues(_ other: RoutePlace) -> Bool {
    kind == other.kind && parts.count == other.parts.count
      && parts.allSatisfy { part in
        other.parts.contains { part.isSameFile(as: $0) || part.hasSamePath(as: $0) }
      }
  }

  /// Whether something of the two places is the same file; a path counts where nothing is there to be
  /// compared.
  func overlaps(_ other: RoutePlace) -> Bool {
    kind == other.kind
      && parts.contains { part in
        other.parts.contains { there in
          part.isSameFile(as: there)
            || (part.identity == nil || there.identity == nil) && part.hasSamePath(as: there)
        }
      }
  }
}

extension ExportRun.Route {
  /// Whether what the route delivered to before is no longer at its path.
  func isReplaced(since progress: RouteProgress?) -> Bool {
    guard let progress, progress.hasDelivered, let before = progress.terms.value?.place else {
      return false
    }
    let now = place()
    return before.parts.contains { $0.identity != nil } && now.continues(before)
      && !now.parts.contains { part in before.parts.contains(where: part.isSameFile) }
  }
}

extension RoutePlace.Part {
  init(_ claim: ResourceClaim) {
    switch claim {
    case .exclusive(let namespace, let key):
      self.init(type: namespace, path: nil, key: key.isEmpty ? nil : key)
    case .directory(let path):
      self.init(type: "directory", path: path, identity: FileIdentity(at: path))
    case .file(let path): self.init(type: "file", path: path, identity: FileIdentity(at: path))
    case .part(let kind, let name, let file, _):
      self.init(type: kind, path: file, table: name, identity: FileIdentity(at: file))
    }
  }

  fileprivate func isSameFile(as other: Self) -> Bool {
    guard let identity, let there = other.identity else { return false }
    return type == other.type && table == other.table && identity == there
  }

  fileprivate func hasSamePath(as other: Self) -> Bool {
    type == other.type && table == other.table && PathDigest.areSame(path, other.path)
      && PathDigest.areSame(key, other.key)
  }
}

extension RoutePlace: CustomStringConvertible {
  /// The place in words: `file_queue in directory /var/queue`.
  public var description: String {
    parts.isEmpty ? kind : "\(kind) in \(parts.map(\.description).joined(separator: ", "))"
  }
}

extension RoutePlace.Part: CustomStringConvertible {
  /// The part in words.
  public var description: String {
    switch (path, table) {
    case (nil, _): key.map { "\(type) \(PathDigest.words(for: $0))" } ?? type
    case (let path?, let table?): "\(type) '\(table)' of \(PathDigest.words(for: path))"
    case (let path?, nil): "\(type) \(PathDigest.words(for: path))"
    }
  }
}
