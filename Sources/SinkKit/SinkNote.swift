/// What a sink notes beside the items that it has.
public enum SinkNote: CaseIterable, Sendable {
  /// Which items it was given that the host may not have recorded (line 10 of the contract of ``Sink``).
  case deliveries
  /// Of which export jobs it has all items (line 11).
  case wholeSets
}
