import Diagnostics
import Settings

/// The secrets that a job file takes from outside, once they are known.
struct SecretValues {
  /// How long a secret is at least: no token is shorter, and a shorter text is found by chance in anything.
  private static let shortest = 5

  /// Their texts, each once.
  private(set) var texts: Set<String> = []

  /// Finds them under the keys that speak of a secret, in a tree with its references followed.
  init(in root: Node) { collect(from: root, isBeneath: false) }

  private mutating func collect(from node: Node, isBeneath: Bool) {
    switch node.content {
    case .scalar(let scalar):
      if isBeneath, scalar.isFromOutside, !scalar.isUnresolved,
        scalar.text.unicodeScalars.count >= Self.shortest
      {
        texts.insert(scalar.text)
      }
    case .sequence(let list): for item in list { collect(from: item, isBeneath: isBeneath) }
    case .mapping(let entries):
      for entry in entries where entry.key != JobSection.params {
        collect(from: entry.value, isBeneath: isBeneath || SecretKey.isOne(entry.key))
      }
    }
  }

  /// Refuses a secret, and a part of one, in any other setting, whose value is shown in logs and may be kept.
  func check(_ root: Node, findings: inout Findings) {
    var parts = SecretParts()
    for text in texts { parts.insert(text.unicodeScalars) }
    guard !parts.isEmpty else { return }
    func look(_ node: Node, under key: String) {
      switch node.content {
      case .scalar(let scalar):
        guard scalar.isFromOutside, !parts.ranges(in: Array(scalar.text.unicodeScalars)).isEmpty
        else { return }
        findings.add(
          Diagnostic(
            id: "secret.elsewhere", "'\(key)' has the value of a secret in it", at: node.span,
            help: "take it out: what is not a secret's own setting is shown in logs and kept"))
      case .sequence(let list): for item in list { look(item, under: key) }
      case .mapping(let entries):
        for entry in entries where !SecretKey.isOne(entry.key) && entry.key != JobSection.params {
          look(entry.value, under: entry.key)
        }
      }
    }
    look(root, under: "")
  }
}
