import Diagnostics
import Settings

/// The secrets that a job file takes from outside, once they are known.
struct SecretValues {
  /// How long a secret is at least: no token is shorter, and a shorter text is found by chance in anything.
  static let shortest = 5

  /// Their texts, each once.
  let texts: Set<String>

  /// Finds them where the language has secrets and under the keys that speak of one, in a tree with its
  /// references followed.
  init(in root: Node, shape: ValueShape) {
    var texts: Set<String> = []
    Secrecy.forEachScalar(in: root, shape: shape) { scalar, _, secrecy in
      guard secrecy == .secret, scalar.isFromOutside, !scalar.isUnresolved,
        scalar.text.unicodeScalars.count >= Self.shortest
      else { return }
      texts.insert(scalar.text)
    }
    self.texts = texts
  }

  /// Refuses a secret, and a part of one, in any other setting, whose value is shown in logs and may be kept.
  func check(_ root: Node, shape: ValueShape, findings: inout Findings) {
    var parts = SecretParts()
    for text in texts { parts.insert(text.unicodeScalars) }
    guard !parts.isEmpty else { return }
    func look(_ node: Node, _ shape: ValueShape?, under key: String) {
      switch node.content {
      case .scalar(let scalar):
        guard scalar.isFromOutside, !parts.ranges(in: Array(scalar.text.unicodeScalars)).isEmpty
        else { return }
        findings.add(
          Diagnostic(
            id: .secretElsewhere, "'\(key)' has the value of a secret in it", at: node.span,
            help: "take it out: what is not a secret's own setting is shown in logs and kept"))
      case .sequence(let list): for item in list { look(item, shape?.element, under: key) }
      case .mapping(let entries):
        for entry in entries where !SecretKey.isOne(entry.key) {
          let inner = shape?.value(under: entry.key)
          if inner?.isSecret != true { look(entry.value, inner, under: entry.key) }
        }
      }
    }
    look(root, shape, under: "")
  }
}
