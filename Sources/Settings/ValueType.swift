public import Diagnostics

/// What values need besides their own text to be read.
public struct ReadingContext: Sendable {
  /// The absolute path of the folder of the file: what relative paths are relative to.
  public let folder: String
  /// The file's text, for places inside a value.
  public let source: SourceText

  /// The folder that stands for the root of the file system for what the file names to be written; empty for the
  /// root itself.
  public let root: String

  /// Creates a context; without `source`, a finding points to a value as a whole.
  public init(folder: String, source: SourceText = SourceText(""), root: String = "") {
    self.folder = folder
    self.source = source
    self.root = root
  }

  /// `path` as ``resolve(_:)`` has it, below ``root``.
  public func place(_ path: String) -> String { root + resolve(path) }

  /// `path` as an absolute one, relative to the folder, without `.`, and with `..` taken back
  /// where a name is before it.
  public func resolve(_ path: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : "\(folder)/\(path)").split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}

/// A type of setting: how its text is read, and how it is described.
public struct ValueType<Value: Sendable>: Sendable {
  /// The type in words, as in `expected a duration`.
  public let name: String
  /// A value of the type, as one would write it.
  public let example: String
  /// The form of the type's values, for programs.
  public let shape: ValueShape
  /// Reads a node; nil, with at least one finding, when it is not of the type.
  public let read: @Sendable (Node, ReadingContext, inout Findings) -> Value?
  /// Writes a value as a file would.
  public let write: @Sendable (Value) -> String

  /// Creates a type from how a node is read.
  public init(
    name: String, example: String, shape: ValueShape = .text(pattern: nil),
    read: @escaping @Sendable (Node, ReadingContext, inout Findings) -> Value?,
    write: @escaping @Sendable (Value) -> String
  ) {
    self.name = name
    self.example = example
    self.shape = shape
    self.read = read
    self.write = write
  }

  /// Creates a type whose values are in one scalar; `parse` gives nil for text that is not of
  /// the type, and the finding is made from the type's name and example.
  ///
  /// - Parameters:
  ///   - form: how to write a value, in words, where the name and an example say too little.
  ///   - isText: whether the values are text, so that one which other YAML readers would take for
  ///     something else deserves a warning.
  public init(
    scalar name: String, example: String, shape: ValueShape = .text(pattern: nil),
    form: String? = nil, isText: Bool = false,
    parse: @escaping @Sendable (String, ReadingContext) -> Value?,
    write: @escaping @Sendable (Value) -> String
  ) {
    self.init(
      name: name, example: example, shape: shape,
      read: { node, context, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let value = parse(scalar.text, context) {
          if isText, let warning = scalar.retypingWarning(at: node.span) { findings.add(warning) }
          return value
        }
        findings.add(
          scalar.refusal(
            as: name, at: node.span, help: "write \(form ?? name), such as \(example)"))
        return nil
      }, write: write)
  }
}

extension Scalar {
  /// The scalar of a node; nil, with a finding, when the node is a list, a mapping or nothing.
  public init?(_ node: Node, as name: String, example: String, findings: inout Findings) {
    if case .scalar(let scalar) = node.content, scalar.isUnresolved { return nil }
    guard case .scalar(let scalar) = node.content, !scalar.isAbsent else {
      findings.add(
        Diagnostic(
          id: .settingsType, "expected \(name), found \(node.kind)", at: node.span,
          help: "write \(name), such as \(example)"))
      return nil
    }
    self = scalar
  }
}
