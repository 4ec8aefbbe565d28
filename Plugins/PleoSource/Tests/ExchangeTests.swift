import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

struct ExchangeTests {
  @Test func theFirstPageIsAskedForWithALimitAndNoCursor() async throws {
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { server in
      try await withClient(server.baseURL, pageSize: 25) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      let request = try #require(server.requests.first)
      #expect(request.method == "GET")
      #expect(request.uri == "/v3/export-jobs/\(jobText)/items?limit=25")
      #expect(request.header("Authorization") == "Bearer \(testToken)")
      #expect(request.header("User-Agent") == "sluice/1.2.3")
      #expect(request.header("Accept") == "application/json")
      #expect(request.header("Accept-Encoding") == "identity")
    }
  }

  @Test func everyByteOfACursorThatIsNotPlainIsPercentEncoded() async throws {
    let cursor = try #require(Cursor("AZ09az-._~=+/&?# %é"))
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { server in
      try await withClient(server.baseURL) { client in
        _ = try await client.page(of: try jobID(), after: cursor)
      }
      #expect(
        server.requests.first?.uri
          == "/v3/export-jobs/\(jobText)/items?limit=100"
          + "&after=AZ09az-._%7E%3D%2B%2F%26%3F%23%20%25%C3%A9")
    }
  }

  @Test(arguments: ["", "/", "/gateway/pleo", "/gateway/pleo/"])
  func theBaseMayHaveAPathAndASlash(path: String) async throws {
    let job = #"{"data": {"id": "\#(jobText)", "status": "pending"}}"#
    try await withScriptedServer(answering: { _ in .json(job) }) { server in
      try await withClient(server.baseURL + path) { client in
        _ = try await client.exportJob(try jobID())
      }
      let prefix = path.contains("gateway") ? "/gateway/pleo" : ""
      #expect(server.requests.map(\.uri) == ["\(prefix)/v3/export-jobs/\(jobText)"])
    }
  }

  @Test func withoutATokenNoAuthorizationIsSent() async throws {
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { server in
      try await withClient(server.baseURL, token: nil) { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(server.requests.first?.header("Authorization") == nil)
    }
  }

  @Test func aConnectionServesManyRequests() async throws {
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { server in
      try await withClient(server.baseURL) { client in
        for _ in 1...20 { _ = try await client.page(of: try jobID(), after: nil) }
      }
      #expect(server.requests.count == 20)
      // The pool may have a connection back only after the next request wants one; then it opens the other one it may.
      #expect(server.connections <= 2)
    }
  }

  @Test func aChunkedBodyIsReadWhole() async throws {
    let page = emptyPage()
    let answer = ScriptedAnswer.raw(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "\(String(page.utf8.count, radix: 16))\r\n\(page)\r\n0\r\n\r\n")
    try await withScriptedServer(answering: { _ in answer }) { server in
      try await withClient(server.baseURL) { client in
        let page = try await client.page(of: try jobID(), after: nil)
        #expect(page.items.isEmpty)
      }
    }
  }

  @Test func loopbackIsNeverAskedThroughTheProxy() async throws {
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { server in
      try await withClient(server.baseURL, httpsProxy: "http://127.0.0.1:1") { client in
        _ = try await client.page(of: try jobID(), after: nil)
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test func otherHostsAreAskedThroughTheProxyWithItsPassword() async throws {
    let refusal = ScriptedAnswer.raw("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
    try await withScriptedServer(answering: { _ in refusal }) { server in
      let error = try await withClient(
        "https://pleo.invalid", attempts: 1,
        httpsProxy: "http://me:s3cret@127.0.0.1:\(server.port)"
      ) { client in
        let id = try jobID()
        return try await #require(throws: SourceError.self) { try await client.exportJob(id) }
      }
      let request = try #require(server.requests.first)
      #expect(request.method == "CONNECT")
      #expect(request.uri == "pleo.invalid:443")
      #expect(request.header("Proxy-Authorization") == "Basic bWU6czNjcmV0")
      #expect(request.header("Authorization") == nil)
      #expect(
        error.message
          == "the proxy 127.0.0.1:\(server.port) wants a user and a password, or does not accept"
          + " those of HTTPS_PROXY (407)")
    }
  }

  @Test func aHostInNoProxyIsAskedDirectly() async throws {
    try await withScriptedServer(answering: { _ in .close }) { server in
      _ = await #expect(throws: SourceError.self) {
        try await withClient(
          "https://pleo.invalid", attempts: 1, httpsProxy: "http://127.0.0.1:\(server.port)",
          noProxy: "example.com, .invalid"
        ) { try await $0.exportJob(try jobID()) }
      }
      #expect(server.requests.isEmpty)
    }
  }
}
