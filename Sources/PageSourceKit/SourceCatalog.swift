/// The sources that a program has: a list of module types, found by kind.
public struct SourceCatalog: Sendable {
  /// Every module type, in the order given.
  public let modules: [any SourceModule.Type]

  /// Creates a catalog; two modules of one kind are a mistake in the program.
  public init(_ modules: [any SourceModule.Type]) {
    let kinds = modules.map { $0.descriptor.kind }
    precondition(Set(kinds).count == kinds.count, "every kind of source is listed once")
    self.modules = modules
  }

  /// The kinds, in the order given.
  public var kinds: [String] { modules.map { $0.descriptor.kind } }

  /// The module type of a kind; nil for a kind that is not compiled in.
  public subscript(kind: String) -> (any SourceModule.Type)? {
    modules.first { $0.descriptor.kind == kind }
  }
}
