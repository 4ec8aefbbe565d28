import Settings

/// What a job file takes from outside, by name.
public struct OutsideNames: Equatable, Sendable {
  /// An environment variable.
  public struct Variable: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// Whether the file has something in its place where it is not set.
    public fileprivate(set) var isOptional: Bool
  }

  /// The environment variables, each once, in the order of the file.
  public private(set) var variables: [Variable] = []
  /// The absolute paths of the files, each once, in the order of the file.
  public private(set) var files: [String] = []

  /// Collects the names in a file of a folder.
  init(in root: Node, context: ReadingContext) {
    for entry in root.entries where entry.key == JobSection.params {
      for parameter in entry.value.entries {
        guard case .scalar(let variable) = parameter.value["env"]?.content else { continue }
        let isOptional = parameter.value.keys.contains { ["default", "required"].contains($0) }
        add(variable.written, isOptional: isOptional)
      }
    }
    // Cutting a text takes several times its memory.
    for scalar in root.scalars where scalar.written.utf8.contains(UInt8(ascii: "$")) {
      for piece in Template(scalar.written).pieces {
        switch piece {
        case .environment(let name, let fallback, _): add(name, isOptional: fallback != nil)
        case .file(let path, _):
          let path = context.resolve(path)
          if !files.contains(path) { files.append(path) }
        case .literal, .parameter, .problem: break
        }
      }
    }
  }

  private mutating func add(_ name: String, isOptional: Bool) {
    if let known = variables.firstIndex(where: { $0.name == name }) {
      variables[known].isOptional = variables[known].isOptional && isOptional
    } else {
      variables.append(Variable(name: name, isOptional: isOptional))
    }
  }
}

extension Node {
  /// The entries of a mapping; none of anything else.
  var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  /// Every single value in it, in the order of the file.
  var scalars: [Scalar] {
    switch content {
    case .scalar(let scalar): [scalar]
    case .sequence(let list): list.flatMap(\.scalars)
    case .mapping(let entries): entries.flatMap(\.value.scalars)
    }
  }
}
