public import Diagnostics
public import ExportModel
public import Settings

/// What a sink does with an item that comes again.
public enum Redelivery: String, Sendable {
  /// An item that comes again is still there once.
  case absorbed
  /// An item that comes again is there again.
  case repeated
}

/// What a kind of sink is called and what can be set.
public struct SinkDescriptor: Sendable {
  /// The key in a job file: snake_case.
  public let kind: String
  /// What the sink does, in one sentence for the user.
  public let summary: String
  /// What the sink does with an item that comes again.
  public let redelivery: Redelivery
  /// Whether an item that comes again stays away though a consumer has removed it meanwhile: line 10 of
  /// the contract of ``Sink``.
  public let remembersRemoved: Bool
  /// Every setting, in the order of the documentation.
  public let settings: [any DeclaredSetting]
  /// The findings that the module makes itself, beside those about single settings.
  public let findings: [FindingDescription]

  /// Creates a descriptor.
  ///
  /// - Parameter remembersRemoved: nil for what follows from `redelivery`: a sink that absorbs repeats
  ///   keeps line 10 of the contract, unless it says that it does not.
  public init(
    kind: String, summary: String, redelivery: Redelivery, remembersRemoved: Bool? = nil,
    settings: [any DeclaredSetting], findings: [FindingDescription] = []
  ) {
    self.kind = kind
    self.summary = summary
    self.redelivery = redelivery
    self.remembersRemoved = remembersRemoved ?? (redelivery == .absorbed)
    self.settings = settings
    self.findings = findings
  }
}

extension SinkDescriptor {
  /// Whether a consumer sees every item once, whatever dies and whenever, be it that it removes what it
  /// took.
  public var showsItemsOnce: Bool { redelivery == .absorbed && remembersRemoved }
}

/// The job definition and route that a sink serves.
public struct SinkLabel: Hashable, Sendable, CustomStringConvertible {
  /// The job definition's name.
  public let job: Name
  /// The route's name.
  public let route: Name

  /// Creates a label.
  public init(job: Name, route: Name) {
    self.job = job
    self.route = route
  }

  /// `job/route`.
  public var description: String { "\(job)/\(route)" }
}

/// Something that only one sink of a run may hold.
public enum ResourceClaim: Hashable, Sendable, CustomStringConvertible {
  /// The process's standard output.
  case standardOutput
  /// A directory and everything in it, by absolute path.
  case directory(String)
  /// A file as a whole, by absolute path.
  case file(String)
  /// One table of a database file, by the file's absolute path and the table's name; the files that
  /// SQLite keeps beside the database (sqlite.org/tempfiles.html) are held with it.
  case table(file: String, name: String)

  /// Whether two claims cannot be held side by side: the same thing, or one inside the other.
  public func conflicts(with other: ResourceClaim) -> Bool {
    switch (self, other) {
    case (.standardOutput, .standardOutput): true
    case (.table(let file, let name), .table(let otherFile, let otherName)) where file == otherFile:
      name == otherName
    default: Self.holds(self, other) || Self.holds(other, self)
    }
  }

  /// The paths that are claimed or lie beneath.
  private var paths: [String] {
    switch self {
    case .standardOutput: []
    case .directory(let path), .file(let path): [path]
    case .table(let file, _): ["", "-wal", "-shm", "-journal"].map { file + $0 }
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

  /// The claim in words.
  public var description: String {
    switch self {
    case .standardOutput: "standard output"
    case .directory(let path): "directory \(path)"
    case .file(let path): "file \(path)"
    case .table(let file, let name): "table '\(name)' of \(file)"
    }
  }
}
