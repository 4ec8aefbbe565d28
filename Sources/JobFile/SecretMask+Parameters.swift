import Settings

extension SecretMask {
  /// The parameters that a secret is made of, or that are called like one.
  static func secretParameters(in root: Node) -> Set<String> {
    let names = (root[JobSection.params]?.keys ?? []).filter(SecretKey.isOne)
    return parameters(in: root, isBeneath: false).union(names)
  }

  private static func parameters(in node: Node, isBeneath: Bool) -> Set<String> {
    switch node.content {
    case .scalar(let scalar): isBeneath ? Set(Template(scalar.written).parameters) : []
    case .sequence(let list):
      list.reduce(into: []) { $0.formUnion(parameters(in: $1, isBeneath: isBeneath)) }
    case .mapping(let entries):
      entries.reduce(into: []) { names, entry in
        // A parameter may be called like a secret; what its entry refers to is none for that.
        guard entry.key != JobSection.params else { return }
        names.formUnion(
          parameters(in: entry.value, isBeneath: isBeneath || SecretKey.isOne(entry.key)))
      }
    }
  }

  /// Hides what a secret parameter may be; what is said about it stays.
  mutating func hideParameters(in node: Node, secret: Set<String>) {
    guard case .mapping(let parameters) = node.content else {
      hideSecrets(in: node, isBeneath: true)
      return
    }
    for parameter in parameters {
      let isSecret = secret.contains(parameter.key)
      guard case .mapping(let settings) = parameter.value.content else {
        hideSecrets(in: parameter.value, isBeneath: isSecret)
        continue
      }
      for setting in settings {
        let isOpen = ParameterSection.openSettings.contains(setting.key)
        hideSecrets(in: setting.value, isBeneath: isSecret && !isOpen)
      }
    }
  }
}

extension Template {
  /// Whether the scalar is nothing but references that can be followed, that hold nothing to fall back to,
  /// and whose names are names.
  var isReference: Bool {
    pieces.allSatisfy {
      switch $0 {
      case .environment(let name, let fallback, _):
        (fallback?.isEmpty ?? true) && VariableName.isPlain(name)
      case .file(let name, _), .parameter(let name, _):
        Credential.ranges(in: Array(name.unicodeScalars)).isEmpty
      case .literal, .problem: false
      }
    }
  }
}
