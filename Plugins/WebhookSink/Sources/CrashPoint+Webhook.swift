import SinkKit

extension CrashPoint {
  static let accepted = CrashPoint("webhook.accepted", "the receiver has answered a request")

  /// All of the sink's.
  static let ofWebhook = [accepted]
}
