import HTTPExchange
import NIOHTTP1
import TestSupport
import Testing

@Suite struct ShutdownTests {
  /// The client ended the process: a request had given its connection back after the client had forgotten it.
  @Test func anExchangeCanBeShutDownAtAnyMoment() async throws {
    let authorities = try TrustedAuthorities(caFile: nil, isPlain: true) { _ in nil }
    let body = [UInt8](repeating: 0x20, count: 3_000_000)
    try await withScriptedServer(answering: { _ in .json("{}") }) { server in
      for round in 0..<600 {
        let exchange = Exchange(
          Exchange.Limits(
            timeout: .seconds(10), connectTimeout: .seconds(5), bodyBytes: 1 << 20, connections: 4),
          isPlain: true, proxy: nil, authorities: authorities)
        let sent = (0...round % 3).map { number in
          exchange.send(
            "\(server.baseURL)/\(number)", headers: [:], body: round % 4 == 0 ? nil : body)
        }
        // The others are on their way when everything is shut down.
        for request in sent.prefix(1) {
          let answer = try await request.response()
          #expect(answer.status == 200)
        }
        await exchange.shutdown()
      }
    }
  }
}
