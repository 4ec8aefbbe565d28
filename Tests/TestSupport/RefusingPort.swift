#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A port of this machine that refuses every connection, while a body runs: it is taken, and nobody listens.
///
/// A port that was free a moment ago may be another test's by now.
public final class RefusingPort: Sendable {
  private let socket: Int32
  private let number: UInt16

  /// Takes a free port, and gives its number to a body.
  public static func with<Result>(_ body: (UInt16) async throws -> Result) async throws -> Result {
    guard let port = RefusingPort() else { throw Taken() }
    let result = try await body(port.number)
    withExtendedLifetime(port) {}
    return result
  }

  private struct Taken: Error {}

  private init?() {
    #if canImport(Darwin)
      let socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #else
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isTaken = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, size) == 0 && getsockname(socket, address, &size) == 0
      }
    }
    guard isTaken else {
      close(socket)
      return nil
    }
    self.socket = socket
    number = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socket) }
}
