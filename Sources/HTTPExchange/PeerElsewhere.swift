import NIOCore
import Settings

/// That a connection which may lead to this machine alone has led to another one.
public struct PeerElsewhere: Error, Equatable {
  /// The other machine's address; a word where the system does not know it.
  public let address: String

  /// Looks at the other end of a connection that was just made, before a request has it: closes the
  /// connection and fails where that is another machine. The name `localhost` leads wherever the
  /// machine's files say.
  @Sendable static func refuse(_ channel: any Channel) -> EventLoopFuture<Void> {
    let address = channel.remoteAddress?.ipAddress
    if let address, Loopback.contains(address) {
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    return channel.close().recover { _ in }
      .flatMapThrowing { throw PeerElsewhere(address: address ?? "an unknown address") }
  }
}
