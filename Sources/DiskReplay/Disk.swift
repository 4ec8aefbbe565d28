import Foundation

/// What a disk has: folders of names, and files of bytes.
struct Disk: Sendable {
  /// A file or a folder, whatever names it has.
  typealias Node = Int

  /// The folder that everything is in.
  static let root: Node = 0

  private(set) var folders: [Node: [String: Node]] = [root: [:]]
  private(set) var files: [Node: [UInt8]] = [:]

  /// A step that a disk makes.
  enum Change: Sendable {
    case name(String, of: Node, in: Node)
    case unname(String, of: Node, in: Node)
    case write(Node, offset: Int, bytes: [UInt8])
    case truncate(Node, size: Int)

    /// The first half of a write; nil for what a disk does whole or not at all.
    var half: Change? {
      guard case .write(let file, let offset, let bytes) = self, bytes.count > 1 else { return nil }
      return .write(file, offset: offset, bytes: Array(bytes.prefix(bytes.count / 2)))
    }

    /// What it changes.
    var place: Place {
      switch self {
      case .name(let name, _, let folder), .unname(let name, _, let folder):
        .name(name, in: folder)
      case .write(let file, _, _), .truncate(let file, _): .contents(of: file)
      }
    }
  }

  /// What a step changes: a name, or what a file has.
  enum Place: Hashable {
    case name(String, in: Node)
    case contents(of: Node)

    /// Whether a sync of a file or a folder makes its changes durable.
    func isSynced(with node: Node) -> Bool {
      switch self {
      case .name(_, let folder): folder == node
      case .contents(let file): file == node
      }
    }

    /// Whether it is a name.
    var isName: Bool {
      switch self {
      case .name: true
      case .contents: false
      }
    }
  }

  /// Makes room for a file or a folder, which has no name yet.
  mutating func add(_ node: Node, isFolder: Bool) {
    if isFolder { folders[node] = [:] } else { files[node] = [] }
  }

  /// Makes a change.
  mutating func apply(_ change: Change) {
    switch change {
    case .name(let name, let node, let folder): folders[folder]?[name] = node
    case .unname(let name, let node, let folder):
      if folders[folder]?[name] == node { folders[folder]?[name] = nil }
    case .write(let file, let offset, let bytes):
      guard var contents = files[file] else { return }
      files[file] = nil
      if contents.count < offset + bytes.count {
        contents += Array(repeating: 0, count: offset + bytes.count - contents.count)
      }
      contents.replaceSubrange(offset..<offset + bytes.count, with: bytes)
      files[file] = contents
    case .truncate(let file, let size):
      guard let contents = files[file] else { return }
      files[file] =
        size <= contents.count
        ? Array(contents[..<size])
        : contents + Array(repeating: 0, count: size - contents.count)
    }
  }

  /// What there is by its path from the root: the bytes of each file, and nil for a folder.
  func tree() -> [String: [UInt8]?] {
    var tree: [String: [UInt8]?] = [:]
    func look(in folder: Node, _ path: String) {
      for (name, node) in folders[folder] ?? [:] {
        if let contents = files[node] {
          tree[path + name] = .some(contents)
        } else {
          tree.updateValue(nil, forKey: path + name)
          look(in: node, "\(path)\(name)/")
        }
      }
    }
    look(in: Self.root, "")
    return tree
  }
}
