import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// Everything a hostile server can send back of the token it was sent.
private let echoes: [@Sendable (String) -> ScriptedAnswer] =
  [200, 204, 302, 400, 403, 404, 429, 501].flatMap {
    status -> [@Sendable (String) -> ScriptedAnswer] in
    [
      { .json(status, #"{"type": "\#($0)", "message": "you sent \#($0)"}"#) },
      { .json(status, #"{"type": "x", "message": "\#($0.dropLast(12))"}"#) },
      { .json(status, #"{"type": "x", "message": "\#($0.uppercased())"}"#) },
      { .json(status, #"{"type": "EXPORT_NOT_FOUND", "message": "\#($0)"}"#) },
      { .json(status, "<html>\($0)</html>") },
      { .json(status, String(repeating: "x", count: 75) + $0) },
      { .json(status, headers: [("Location", "https://\($0).example/\($0)")], $0) },
      { .json(status, headers: [("Location", "/\($0)?\($0)"), ("Retry-After", $0)], $0) },
      { .json(status, headers: [("Content-Encoding", $0)], "{}") },
      { .json(status, #"{"data": "\#($0)", "pagination": "\#($0)"}"#) },
      { .json(status, #"{"\#($0)": {"\#($0)": [}"#) },
      { .json(status, #"{"data": [{"exportJobId": "\#($0)"}]}"#) },
      { .json(status, #"{"data": {"id": "\#($0)", "status": "\#($0)"}}"#) },
      { .raw("HTTP/1.1 \(status) \($0)\r\nContent-Type: \($0)\r\n\r\n\($0)") },
      { .raw("\($0)\r\n\($0): \($0)\r\n\r\n") },
      { .raw("HTTP/1.1 200 OK\r\nContent-Length: \($0)\r\n\r\n\($0)") },
    ]
  }

struct EchoedTokenTests {
  @Test func theTokenIsInNothingThatIsShown() async throws {
    let notices = Notices()
    var errors: [SourceError] = []
    for echo in echoes {
      let answer: @Sendable (ScriptedRequest) -> ScriptedAnswer = {
        echo($0.header("Authorization") ?? "")
      }
      try await withScriptedServer(answering: answer) { server in
        try await withClient(server.baseURL, attempts: 2, notices: notices) { client in
          let id = try jobID()
          for cursor in [nil, Cursor("CURSOR")] {
            errors.append(
              try await #require(throws: SourceError.self) {
                try await client.page(of: id, after: cursor)
              })
          }
          errors.append(
            try await #require(throws: SourceError.self) { try await client.exportJob(id) })
        }
      }
    }
    #expect(errors.count == 3 * echoes.count)
    #expect(!notices.all.isEmpty)
    let shown = errors.map { "\($0) \(String(reflecting: $0))" } + notices.all.map { "\($0)" }
    for text in shown {
      for part in [testToken, String(testToken.prefix(12)), String(testToken.suffix(12))] {
        #expect(!text.lowercased().contains(part.lowercased()), "\(text)")
      }
    }
  }

  @Test(arguments: ["line\nbreak", "with space", "cr\r", "umlaut-ü", "nul\0"])
  func aTokenThatCannotBeSentIsRefusedWithoutBeingShown(token: String) async throws {
    let error = await #expect(throws: SourceError.self) {
      try await withClient("https://pleo.invalid", token: token) { _ in }
    }
    #expect(
      error?.description == "the token has characters that cannot be sent"
        + " (look for a line break, a space or a quotation mark that is not part of it)")
  }
}
