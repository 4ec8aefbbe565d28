/// Something in the world that one sink writes to, and that no other may hold at the same time.
///
/// ```swift
/// [.directory("/var/queue")]
/// [.exclusive(namespace: "postgres table", key: "db.example:5432/books/items")]
/// ```
public enum ResourceClaim: Hashable, Sendable {
  /// Anything beyond the file system, held as a whole: claims with one namespace and one key are the same.
  ///
  /// The namespace is what such things are called, such as `postgres table`; the key is what tells one from
  /// another, such as `db.example:5432/books/items`, and is empty where there is only one.
  case exclusive(namespace: String, key: String)
  /// A directory and everything in it, by absolute path.
  case directory(String)
  /// A file as a whole, by absolute path.
  case file(String)
  /// A part of a file, by the file's absolute path: others may hold its other parts.
  ///
  /// The kind is what such parts are called, such as `table`. The suffixes, put behind the path, are the
  /// files beside it that go with it.
  case part(kind: String, name: String, file: String, suffixes: [String])

  /// The process's standard output.
  public static let standardOutput = exclusive(namespace: "standard output", key: "")

  /// Whether two claims cannot be held side by side: the same thing, or one inside the other.
  public func conflicts(with other: ResourceClaim) -> Bool {
    switch (self, other) {
    case (.exclusive, .exclusive): self == other
    case (.part(_, let name, let file, _), .part(_, let otherName, let otherFile, _))
    where file == otherFile:
      name == otherName
    default: Self.holds(self, other) || Self.holds(other, self)
    }
  }

  /// The paths that are claimed; none where nothing of the file system is.
  public var paths: [String] {
    switch self {
    case .exclusive: []
    case .directory(let path), .file(let path): [path]
    case .part(_, _, let file, let suffixes): [file] + suffixes.map { file + $0 }
    }
  }

  /// Whether `inner` is the same place as `outer`, or in it where that is a directory.
  private static func holds(_ outer: ResourceClaim, _ inner: ResourceClaim) -> Bool {
    outer.paths.contains { place in
      inner.paths.contains { path in
        guard case .directory = outer else { return place == path }
        return place == path || path.hasPrefix(place.hasSuffix("/") ? place : place + "/")
      }
    }
  }
}

extension ResourceClaim: CustomStringConvertible {
  /// The claim in words.
  public var description: String {
    switch self {
    case .exclusive(let namespace, ""): namespace
    case .exclusive(let namespace, let key): "\(namespace) \(key)"
    case .directory(let path): "directory \(path)"
    case .file(let path): "file \(path)"
    case .part(let kind, let name, let file, _): "\(kind) '\(name)' of \(file)"
    }
  }

  /// What two sinks share that claim the same or overlapping things, in words and without what the file
  /// has from outside: `one directory`.
  public func shared(with other: ResourceClaim) -> String {
    switch (self, other) {
    case (.exclusive(let namespace, let key), _): key.isEmpty ? namespace : "one \(namespace)"
    case (.directory, .directory): "one directory"
    case (.file, .file): "one file"
    case (.part(let kind, _, let file, _), .part(_, _, let otherFile, _)) where file == otherFile:
      "one \(kind)"
    default: "one place"
    }
  }
}
