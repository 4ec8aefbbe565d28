import Diagnostics
import Settings

/// A mapping whose one key is the name of a plugin, with the plugin's settings under it: what
/// is under `source:` and `sink:`.
struct PluginChoice {
  let kind: String
  let kindSpan: SourceSpan
  let settings: Node

  /// What a plugin is in a file.
  enum Role: String {
    case source, sink

    /// The finding about a mapping that does not name one kind.
    var shape: FindingID { self == .source ? .sourceShape : .sinkShape }
    /// The finding about a kind that there is not.
    var unknown: FindingID { self == .source ? .sourceUnknown : .sinkUnknown }
  }

  /// Reads the mapping; nil, with a finding, when it does not name one known kind.
  ///
  /// - Parameters:
  ///   - moreHelp: what to do when there are several.
  init?(
    _ node: Node, role: Role, kinds: [String], moreHelp: String, findings: inout Findings
  ) {
    guard case .mapping(let entries) = node.content, let first = entries.first else {
      if case .scalar(let scalar) = node.content, scalar.isUnresolved { return nil }
      let found = if case .mapping = node.content { "an empty one" } else { node.kind }
      findings.add(
        Diagnostic(
          id: role.shape,
          "'\(role)' is a mapping with the kind of \(role) as its key, found \(found)",
          at: node.span, help: Self.help(node, role: role, kinds: kinds)))
      return nil
    }
    if entries.count > 1 {
      findings.add(
        Diagnostic(
          id: role.shape, "'\(role)' holds one kind of \(role), found \(entries.count)",
          at: entries[1].keySpan, help: moreHelp, notes: [.init("the first one", at: first.keySpan)]
        ))
    }
    for entry in entries where !kinds.contains(entry.key) {
      findings.add(
        Diagnostic(
          id: role.unknown, "'\(entry.key)' is not a kind of \(role)", at: entry.keySpan,
          help: Suggestion.help(for: entry.key, among: kinds)))
    }
    guard entries.count == 1, kinds.contains(first.key) else { return nil }
    kind = first.key
    kindSpan = first.keySpan
    settings = first.value
  }

  /// How to write the kind that was meant, or which kinds there are.
  private static func help(_ node: Node, role: Role, kinds: [String]) -> String {
    guard case .scalar(let scalar) = node.content, kinds.contains(scalar.written) else {
      return "use one of: \(kinds.joined(separator: ", "))"
    }
    return "write \(role): { \(scalar.written): {} }, with the settings in the inner braces"
  }
}
