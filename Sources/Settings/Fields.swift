public import Diagnostics

/// The entries of one mapping by key, after every unknown and repeated key was reported.
public struct Fields: Sendable {
  /// Where the mapping is.
  public let span: SourceSpan
  /// What the mapping is, in words: `the job`, `sink 'sqlite'`.
  public let owner: String
  private let entries: [String: Node.Entry]

  /// Reads a mapping; nil, with a finding, when `node` is none.
  ///
  /// - Parameters:
  ///   - owner: what the mapping is, in words, for messages.
  ///   - known: the keys that may be in it.
  public init?(_ node: Node, of owner: String, known: [String], findings: inout Findings) {
    guard case .mapping(let list) = node.content else {
      findings.add(
        Diagnostic(
          id: .settingsShape, "\(owner) is a mapping, found \(node.kind)", at: node.span,
          help: known.isEmpty ? "write {}" : "write keys under it: \(known.joined(separator: ", "))"
        ))
      return nil
    }
    var entries: [String: Node.Entry] = [:]
    for entry in list {
      if let first = entries[entry.key] {
        findings.add(Self.repeated(entry, first: first))
      } else if known.contains(entry.key) {
        entries[entry.key] = entry
      } else {
        findings.add(
          Diagnostic(
            id: .settingsUnknown, "'\(entry.key)' is not a setting of \(owner)",
            at: entry.keySpan, help: Self.help(for: entry.key, among: known)))
      }
    }
    self.entries = entries
    self.owner = owner
    self.span = node.span
  }

  /// The value under a key; nil when the key is absent.
  public subscript(key: String) -> Node? { entries[key]?.value }

  /// Where a key is; nil when it is absent.
  public func keySpan(of key: String) -> SourceSpan? { entries[key]?.keySpan }

  /// The value under a key that must be there; nil, with a finding, when it is not.
  public func required(_ key: String, findings: inout Findings) -> Node? {
    if let node = self[key] { return node }
    findings.add(
      Diagnostic(id: .settingsMissing, "\(owner) needs '\(key)'", at: span, help: "add '\(key):'")
    )
    return nil
  }

  private static func repeated(_ entry: Node.Entry, first: Node.Entry) -> Diagnostic {
    Diagnostic(
      id: .settingsRepeated, "'\(entry.key)' is given twice", at: entry.keySpan,
      help: "keep one of the two", notes: [.init("first given here", at: first.keySpan)])
  }

  private static func help(for key: String, among known: [String]) -> String {
    known.isEmpty
      ? "take it out: there are no settings here" : Suggestion.help(for: key, among: known)
  }
}
