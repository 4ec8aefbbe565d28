import Diagnostics
import Settings

/// How far a value of a file may be shown.
enum Secrecy: Comparable {
  /// It is the value of a setting that is no secret.
  case open
  /// It is where the language has no value: what was mistyped may be a secret under another name.
  case unknown
  /// It is a secret, or speaks of one.
  case secret

  /// Calls a body with each value of a tree and each key that may be a value, and how far it may be shown.
  ///
  /// - Parameters:
  ///   - shape: the form that the language gives the node; nil where it may have any.
  ///   - secrecy: that of what the node is in.
  static func forEachScalar(
    in node: Node, shape: ValueShape?, secrecy: Secrecy = .open,
    _ body: (Scalar, SourceSpan, Secrecy) -> Void
  ) {
    let shape: ValueShape? = if case .anything = shape { nil } else { shape }
    switch node.content {
    case .scalar(let scalar):
      body(scalar, node.span, max(secrecy, own(scalar, shape)))
    case .sequence(let list):
      let secrecy = shape != nil && shape?.element == nil ? max(secrecy, .unknown) : secrecy
      for item in list { forEachScalar(in: item, shape: shape?.element, secrecy: secrecy, body) }
    case .mapping(let entries):
      // A mapping in the place of a list of them is as good as one item of it.
      let shape = shape.map { $0.takesMapping ? $0 : $0.element ?? $0 }
      let secrecy = shape?.takesMapping == false ? max(secrecy, .unknown) : secrecy
      for entry in entries {
        let inner = shape?.value(under: entry.key) ?? shape?.section(meantBy: entry)
        let isUnknown = secrecy == .unknown || shape != nil && inner == nil
        let own = max(secrecy == .secret ? .secret : .open, ofKey(entry, isUnknown: isUnknown))
        if own > .open { body(Scalar(entry.key, isPlain: true), entry.keySpan, own) }
        forEachScalar(
          in: entry.value, shape: inner,
          secrecy: max(secrecy, Self.secrecy(under: entry, inner, isFree: shape == nil)), body)
      }
    }
  }

  /// What a value says of itself.
  private static func own(_ scalar: Scalar, _ shape: ValueShape?) -> Secrecy {
    if SecretKey.isInside(scalar.written) { return .secret }
    guard let shape else { return .open }
    if shape.isCondition, SecretKey.isSpokenOf(in: scalar.written) { return .secret }
    return shape.takesScalar ? .open : .unknown
  }

  /// What a key says of itself: in `{SECRET}` the secret is a key, and in `token SECRET: x`.
  private static func ofKey(_ entry: Node.Entry, isUnknown: Bool) -> Secrecy {
    let key = entry.key
    if SecretKey.isInside(key) || key.utf8.contains(UInt8(ascii: " ")) && SecretKey.isOne(key) {
      return .secret
    }
    return isUnknown && entry.value.isAbsent ? .unknown : .open
  }

  private static func secrecy(
    under entry: Node.Entry, _ shape: ValueShape?, isFree: Bool
  ) -> Secrecy {
    // What the language has under `auth` says itself what of it is secret.
    if case .mapping = entry.value.content, let shape, shape.takesMapping, !shape.isSecret {
      return .open
    }
    if SecretKey.isOne(entry.key) || shape?.isSecret == true { return .secret }
    // The keys that begin so are the user's own, and may have anything that aliases refer to.
    return shape == nil && !isFree && !entry.key.hasPrefix("x-") ? .unknown : .open
  }
}

extension Node {
  fileprivate var isAbsent: Bool {
    if case .scalar(let scalar) = content { scalar.isAbsent } else { false }
  }
}

extension ValueShape {
  /// The form of a section whose key was mistyped, so that not all of it is hidden for a letter.
  fileprivate func section(meantBy entry: Node.Entry) -> ValueShape? {
    if case .scalar = entry.value.content { return nil }
    return Suggestion.nearest(to: entry.key, among: keys.map(\.name)).flatMap(value(under:))
  }

  /// Whether what has this form must never be shown.
  var isSecret: Bool {
    switch self {
    case .secret: true
    case .optional(let shape): shape.isSecret
    case .either(let shapes): shapes.contains { $0.isSecret }
    default: false
    }
  }

  /// Whether a single value may be here, be it as the only one of a list.
  fileprivate var takesScalar: Bool {
    switch self {
    case .mapping, .kind, .named, .anything: false
    case .list(let element, _), .set(let element), .optional(let element): element.takesScalar
    case .either(let shapes): shapes.contains { $0.takesScalar }
    case .text, .secret, .condition, .integer, .choice: true
    }
  }

  /// Whether a mapping may be here.
  fileprivate var takesMapping: Bool {
    switch self {
    case .mapping, .kind, .named, .anything: true
    case .optional(let shape): shape.takesMapping
    case .either(let shapes): shapes.contains { $0.takesMapping }
    case .list, .set, .text, .secret, .condition, .integer, .choice: false
    }
  }

  fileprivate var isCondition: Bool {
    switch self {
    case .condition: true
    case .optional(let shape): shape.isCondition
    default: false
    }
  }

  /// The words that this form has: its keys and the values to choose from.
  var words: Set<String> {
    switch self {
    case .mapping(let keys), .kind(let keys):
      keys.reduce(into: []) { $0.formUnion($1.shape.words.union([$1.name])) }
    case .named(_, let shape), .optional(let shape), .list(let shape, _), .set(let shape):
      shape.words
    case .either(let shapes): shapes.reduce(into: []) { $0.formUnion($1.words) }
    case .choice(let words): Set(words)
    case .text, .secret, .condition, .integer, .anything: []
    }
  }
}
