import Diagnostics
public import Settings

/// A URL of a monitoring service, which may have a place for the exit code.
public struct PingURL: Sendable {
  /// What stands for the exit code; no URL has braces otherwise (RFC 3986, section 2).
  static let placeholder = "{exit_code}"

  private let text: Secret

  /// Takes what ``problem(with:)`` finds nothing wrong with.
  init(_ text: String) { self.text = Secret(text) }

  /// The URL for a run that ended with an exit code; without one, of a run that begins.
  public func address(exitCode: Int32?) -> Secret {
    Secret(
      text.revealed.replacingScalars(Self.placeholder, with: exitCode.map { "\($0)" } ?? ""))
  }

  /// What is wrong with a URL, in words that do not quote it.
  static func problem(with text: String) -> String? {
    WebAddress.problem(with: text.replacingScalars(placeholder, with: "0"))
  }
}

extension ValueType where Value == PingURL {
  /// The URL of a ping: HTTPS, or HTTP to this machine. Some of it comes from outside the file, unless it leads to
  /// this machine. No finding quotes it.
  static var ping: ValueType {
    let name = "a URL"
    let example = "${env:PING_URL}"
    return ValueType(
      name: name, example: example, shape: .secret,
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if let message = PingURL.problem(with: scalar.text) {
          findings.add(
            Diagnostic(
              id: .observePing, message, at: node.span,
              help: "check the place that the URL comes from"))
          return nil
        }
        guard scalar.isFromOutside || Origin(scalar.text)?.isLoopback == true else {
          findings.add(
            Diagnostic(
              id: .observePing,
              "the URL is written in the file, and whoever reads it can speak for the job",
              at: node.span,
              help:
                "take it out: write ${env:PING_URL} or ${file:/run/secrets/ping_url}, with what "
                + "follows it, such as /start"))
          return nil
        }
        return PingURL(scalar.text)
      }, write: { "\($0.address(exitCode: nil))" })
  }
}
