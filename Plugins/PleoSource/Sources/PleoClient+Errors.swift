import HTTPExchange
import PageSourceKit

/// Why the client has no answer, in the operator's words.
extension PleoClient {
  func proxyDenied() -> SourceError {
    let address = proxy.map { "\($0.host):\($0.port)" } ?? "in between"
    return SourceError(
      .denied,
      "the proxy \(address) wants a user and a password, or does not accept those of HTTPS_PROXY (407)",
      hint: "write them as in http://user:password@host:port, percent-encoded")
  }

  func elsewhere(_ peer: PeerElsewhere) -> SourceError {
    SourceError(
      .unreachable, "\(base) leads to \(peer.address), which is not this machine; nothing was sent",
      hint: "correct the line of \(base.host) in /etc/hosts, or write https:// in environment")
  }

  func cancelled(_ what: String) -> SourceError {
    SourceError(.cancelled, "stopped while asking for \(what)")
  }

  func gaveUp(
    _ trouble: Trouble, attempts: Int, spent: Duration, refusedWait: Duration?
  ) -> SourceError {
    let through = proxy.map { " through the proxy \($0.host):\($0.port)" } ?? ""
    let times = attempts == 1 ? "1 attempt" : "\(attempts) attempts"
    let limit = refusedWait.map {
      ", and waiting \($0.words) more would go past"
        + " give_up_after (\(configuration.retry.giveUpAfter.words))"
    }
    let beginning = "gave up on \(base)\(through) after \(times) in \(spent.words): "
    return SourceError(
      .unreachable, beginning + trouble.reason + (limit ?? ""),
      hint: trouble.hint
        ?? (trouble.isAnswer
          ? "run again later" : "check environment, the network and HTTPS_PROXY, and run again"),
      record: beginning + (trouble.record ?? trouble.reason) + (limit ?? ""), cause: trouble.cause)
  }
}
