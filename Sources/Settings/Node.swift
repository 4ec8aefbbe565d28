public import Diagnostics

/// A value of a configuration file and where it is: what a reader hands on, before anything
/// is known of its meaning.
public struct Node: Hashable, Sendable {
  /// What a node holds.
  public enum Content: Hashable, Sendable {
    /// A single value.
    case scalar(Scalar)
    /// A list.
    case sequence([Node])
    /// Keys and values in the order of the file; a repeated key is still here.
    case mapping([Entry])
  }

  /// A key with its value.
  public struct Entry: Hashable, Sendable {
    /// The key's text.
    public let key: String
    /// Where the key is.
    public let keySpan: SourceSpan
    /// The value.
    public let value: Node

    /// Creates an entry.
    public init(key: String, keySpan: SourceSpan, value: Node) {
      self.key = key
      self.keySpan = keySpan
      self.value = value
    }
  }

  /// What the node holds.
  public let content: Content
  /// Where it is.
  public let span: SourceSpan

  /// Creates a node.
  public init(_ content: Content, at span: SourceSpan) {
    self.content = content
    self.span = span
  }

  /// The kind of the node in words: `a value`, `a list`, `a mapping`, or `nothing`.
  public var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isAbsent ? "nothing" : "a value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension Node {
  /// Whether any part of it came from outside the file.
  public var isFromOutside: Bool {
    switch content {
    case .scalar(let scalar): scalar.isFromOutside
    case .sequence(let list): list.contains { $0.isFromOutside }
    case .mapping(let entries): entries.contains { $0.value.isFromOutside }
    }
  }
}

/// A single value: its text, with no guess about its type.
public struct Scalar: Hashable, Sendable {
  /// The value's text, with what is outside the file put in.
  public let text: String
  /// The text as the file has it. A message may quote only this form, because `text` may hold a secret
  /// from outside the file.
  public let written: String
  /// Whether the value is without quotes, so that other YAML readers may guess its type.
  public let isPlain: Bool
  /// Whether a part of the value, from outside the file, is unavailable. That has its finding
  /// already, so reading the value fails without another.
  public let isUnresolved: Bool
  /// Whether any of the value is in the file, here or as what a reference falls back to: what
  /// a secret must not do.
  public let standsInFile: Bool
  /// How to read the value once more, where it is the whole of a file outside the job file.
  public let rereading: Rereading?

  /// Creates a value; `written` is `text`, and is in the file, unless something from outside
  /// was put in.
  public init(
    _ text: String, written: String? = nil, isPlain: Bool, standsInFile: Bool = true,
    rereading: Rereading? = nil
  ) {
    self.text = text
    self.written = written ?? text
    self.isPlain = isPlain
    self.isUnresolved = false
    self.standsInFile = standsInFile
    self.rereading = rereading
  }

  /// Creates a value of which a part, from outside the file, is unavailable.
  public init(unresolved written: String, isPlain: Bool) {
    self.text = written
    self.written = written
    self.isPlain = isPlain
    self.isUnresolved = true
    self.standsInFile = false
    self.rereading = nil
  }

  /// Whether nothing was written at all, as in `key:`.
  public var isAbsent: Bool { isPlain && written.isEmpty }
  /// Whether any part of the value came from outside the file.
  public var isFromOutside: Bool { isUnresolved || text != written }
}
