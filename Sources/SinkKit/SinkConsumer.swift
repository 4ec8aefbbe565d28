/// What a user's program sees in a sink's place, and takes from it.
///
/// It looks at the place as such a program does, at any time, also while the sink delivers; and never at what the sink
/// keeps for itself.
public protocol SinkConsumer: Sendable {
  /// Every item that is in the place now, in the place's own order; none where there is no such place yet.
  func items() async throws -> [DeliveredItem]

  /// Takes every item out of the place, in the place's own order, as a program does that is done with it.
  func take() async throws -> [DeliveredItem]

  /// What the place says of export jobs that it has all items of, by their ids; without a word of its own, nothing.
  func wholeSets() async throws -> [WholeSet]
}

extension SinkConsumer {
  /// None.
  public func wholeSets() async throws -> [WholeSet] { [] }
}
