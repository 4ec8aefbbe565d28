import ExportModel
import Foundation
import Testing

@testable import PleoSandbox

@Suite struct SandboxErrorResponseTests {
  @Test(arguments: [
    (
      "after=A=B", "the value of 'after' must be percent-encoded; send %3D for '=' and %7E for '~'"
    ),
    (
      "before=A~B",
      "the value of 'before' must be percent-encoded; send %3D for '=' and %7E for '~'"
    ),
    ("after=A%3DB", "'A=B' is not a cursor of this list; send one that a page gave"),
    ("after=", "'' is not a cursor of this list; send one that a page gave"),
    ("after=%22%5C%0A", "'\"\\\n' is not a cursor of this list; send one that a page gave"),
    (
      "after=A&offset=1", "'after', 'before' and 'offset' exclude each other; give one of them"
    ),
    (
      "offset=1&before=A", "'after', 'before' and 'offset' exclude each other; give one of them"
    ),
    (
      "before=A&after=A", "'after', 'before' and 'offset' exclude each other; give one of them"
    ),
    ("limit=-1", "'-1' is no value for 'limit'; give a whole number, 0 to 2147483647"),
    (
      "limit=2147483648",
      "'2147483648' is no value for 'limit'; give a whole number, 0 to 2147483647"
    ),
    ("offset=ten", "'ten' is no value for 'offset'; give a whole number, 0 to 9223372036854775807"),
    (
      "status=done",
      "'done' is not a status; 'status' is one of pending, in_progress, failed, successful, "
        + "abandoned"
    ),
    ("limit=1&limit=2", "'limit' is given twice; give it once"),
    (
      "cursor=A",
      "the sandbox knows no query parameter 'cursor'; it knows after, before, offset, limit and "
        + "status"
    ),
  ])
  func aQueryThatCannotBeMeantIsRefused(query: String, message: String) async throws {
    try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask("/v3/export-jobs/\(generatedJob)/items?\(query)")
      #expect(reply.code == 400)
      #expect(reply.contentType == "application/json;charset=UTF-8")
      #expect(try reply.problem == Problem(type: "bad_request", message: message))
    }
  }

  // Not over loopback: URLSession would mend the request.
  @Test(arguments: ["A%", "A%3", "A%3GB", "%%3D"])
  func aCursorThatIsHalfEncodedIsRefused(value: String) throws {
    let refusal = #expect(throws: SandboxErrorResponse.self) {
      try PageRequest(query: "after=\(value)")
    }
    #expect(refusal?.code == 400)
    #expect(
      refusal?.message == "the value of 'after' has a '%' without two hexadecimal digits")
  }

  @Test func aCursorThatIsNotPercentEncodedIsRefusedThoughItIsOurs() async throws {
    try await Sandbox.withSandbox { sandbox in
      let cursor = try #require(try await sandbox.page("").pagination.endCursor)
      let items = "/v3/export-jobs/\(generatedJob)/items"
      #expect(try await sandbox.ask("\(items)?after=\(cursor)").code == 400)
      #expect(try await sandbox.ask("\(items)?after=\(encoded(cursor))").code == 200)
    }
  }

  @Test func aCursorOfAnotherJobIsRefused() async throws {
    try await Sandbox.withSandbox { sandbox in
      let cursor = try #require(try await sandbox.page("").pagination.endCursor)
      for other in [SandboxJobs.guide, SandboxJobs.completed, SandboxJobs.empty] {
        let reply = try await sandbox.ask("/v3/export-jobs/\(other)/items?after=\(encoded(cursor))")
        #expect(reply.code == 400)
      }
    }
  }

  @Test func onlyTheRightTokenIsLetIn() async throws {
    var configuration = SandboxConfiguration()
    configuration.token = "sandbox-token-17"
    let refusal = Problem(
      type: "unauthorized",
      message: "the request has no bearer token, or another than the sandbox was started with")
    try await Sandbox.withSandbox(configuration) { sandbox in
      let paths = ["/v3/export-jobs/\(generatedJob)", "/v3/export-jobs/\(generatedJob)/items", "/"]
      for path in paths {
        for wrong in [nil, "Bearer sandbox-token-18", "Bearer", "Basic sandbox-token-17"] {
          let reply = try await sandbox.ask(path, authorization: wrong)
          #expect(reply.code == 401)
          #expect(try reply.problem == refusal)
        }
      }
      for right in ["Bearer sandbox-token-17", "bearer sandbox-token-17"] {
        #expect(try await sandbox.ask(paths[0], authorization: right).code == 200)
        #expect(try await sandbox.ask(paths[1], authorization: right).code == 200)
      }
    }
  }

  @Test func withoutATokenOfItsOwnTheSandboxTakesAny() async throws {
    try await Sandbox.withSandbox { sandbox in
      let path = "/v3/export-jobs/\(generatedJob)"
      for authorization in [nil, "Bearer whatever"] {
        let reply = try await sandbox.ask(path, authorization: authorization)
        #expect(reply.code == 200)
      }
    }
  }

  @Test(arguments: ["PUT", "POST", "DELETE"])
  func otherMethodsAreRefused(method: String) async throws {
    try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask(
        "/v3/export-jobs/\(generatedJob)/items", method: method)
      #expect(reply.code == 405)
      #expect(reply.allow == "GET")
      #expect(
        try reply.problem
          == Problem(type: "method_not_allowed", message: "the sandbox answers only GET here"))
    }
  }

  @Test(arguments: ["/", "/v2/export-items", "/v2/export-jobs/\(generatedJob)/items"])
  func otherPathsAreNotFound(path: String) async throws {
    try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask(path)
      #expect(reply.code == 404)
      #expect(
        try reply.problem
          == Problem(
            type: "not_found",
            message:
              "the sandbox has no '\(path)'; it has /v3/export-jobs, /v3/export-jobs/{jobId}, "
              + "/v3/export-jobs/{jobId}/items and /v3/export-items"))
    }
  }
}
