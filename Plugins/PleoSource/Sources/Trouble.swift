/// Why an attempt failed that another attempt may not fail for.
struct Trouble: Error {
  let reason: String
  /// The reason without the words of the API; nil where it has none.
  var record: String?
  /// Whether the API answered at all.
  let isAnswer: Bool
  /// How long the API asks to wait.
  var retryAfter: Duration?
  /// How many attempts can help at most; nil for as many as the policy has.
  var attempts: Int?
  /// What the operator can do, where more is known than that it may pass.
  var hint: String?
  /// What the network library said.
  var cause: NetworkCause?
}
