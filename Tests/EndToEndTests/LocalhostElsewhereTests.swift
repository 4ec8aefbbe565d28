import Foundation
import Testing

#if os(Linux)
  /// The token goes over plain HTTP to this machine alone, whatever its files say `localhost` is.
  @Suite(.timeLimit(.minutes(15)))
  struct LocalhostElsewhereTests {
    /// Hears one connection after another, and keeps what came before the one that says that it is over.
    private static let listener = """
      import socket
      listening = socket.create_server(("192.0.2.7", 8080))
      open("ready", "w").close()
      heard = b""
      while not heard.endswith(b"over"):
          connection = listening.accept()[0]
          connection.settimeout(60)
          while part := connection.recv(65536): heard += part
      open("heard", "wb").write(heard)
      """

    @Test(.enabled(if: Namespace.canBeMade, "only root can make namespaces"))
    func theTokenIsNotSentWhereLocalhostIsAnotherMachine() async throws {
      try await Site.with(PleoJob(of: 1)) { site in
        try site.writeJobFile(
          environment: "http://localhost:8080", source: ["token: t0ken-of-tests"],
          routes: [Routes.stdout()])
        try site.write(Self.listener, to: "listener.py")
        try site.write("192.0.2.7 localhost\n", to: "hosts")
        try site.write(
          """
          ip link set lo up && ip address add 192.0.2.7/32 dev lo || exit 1
          mount --bind hosts /etc/hosts && mkfifo ready || exit 1
          python3 listener.py & listener=$!
          cat ready
          "$SLUICE" run job.yaml; code=$?
          python3 -c 'import socket; socket.create_connection(("192.0.2.7", 8080)).send(b"over")'
          wait $listener && exit $code
          """, to: "outside.sh")
        let ended = try await site.sluice.run(shell: "unshare --mount --net sh outside.sh")
        #expect(ended.exit == .code(69))
        #expect(
          ended.errors == [
            "http://localhost:8080 leads to 192.0.2.7, which is not this machine; nothing was sent"
          ])
        #expect(
          ended.log.first { $0.level == .error }?.hint
            == "correct the line of localhost in /etc/hosts, or write https:// in environment")
        #expect(
          FileManager.default.contents(atPath: "\(site.folder)/heard") == Data("over".utf8))
      }
    }
  }
#endif
