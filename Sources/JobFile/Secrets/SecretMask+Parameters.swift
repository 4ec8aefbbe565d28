import Settings

extension SecretMask {
  /// The parameters that a secret is made of, or that are called like one, or that are used where the language
  /// has no value.
  static func secretParameters(in root: Node, shape: ValueShape) -> Set<String> {
    guard case .mapping(let entries) = root.content else { return [] }
    // A parameter may be called like a secret; what its entry refers to is none for that.
    let others = entries.filter { $0.key != JobSection.params }
    let parameters = entries.filter { $0.key == JobSection.params }.flatMap(\.value.keys)
    var names = Set(parameters.filter(SecretKey.isOne))
    Secrecy.forEachScalar(in: Node(.mapping(others), at: root.span), shape: shape) {
      scalar, _, secrecy in
      if secrecy > .open { names.formUnion(Template(scalar.written).parameters) }
    }
    return names
  }

  /// Hides what a secret parameter may be; what is said about it stays.
  mutating func hideParameters(in node: Node, secret: Set<String>) {
    guard case .mapping(let parameters) = node.content else {
      hideSecrets(in: node, shape: nil, secrecy: .secret)
      return
    }
    let shape = ValueShape.settings(ParameterSection.settings)
    for parameter in parameters {
      let isSecret = secret.contains(parameter.key)
      guard case .mapping(let settings) = parameter.value.content else {
        hideSecrets(in: parameter.value, shape: shape, secrecy: isSecret ? .secret : .open)
        continue
      }
      for setting in settings {
        let inner = shape.value(under: setting.key)
        let isOpen = ParameterSection.openSettings.contains(setting.key)
        hideSecrets(
          in: setting.value, shape: inner,
          secrecy: isSecret && !isOpen ? .secret : inner == nil ? .unknown : .open)
      }
    }
  }
}
