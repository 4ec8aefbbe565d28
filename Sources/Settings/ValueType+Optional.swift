extension ValueType {
  /// The same type for a setting that may be left out.
  public var optional: ValueType<Value?> {
    ValueType<Value?>(
      name: name, example: example, shape: .optional(shape),
      read: { node, context, findings in
        read(node, context, &findings).map { .some($0) }
      }, write: { $0.map(write) ?? "none" })
  }
}
