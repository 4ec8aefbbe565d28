import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

struct ErrorResponseTests {
  private func error(
    _ status: Int, _ body: String = "", after cursor: String? = nil, token: String? = testToken,
    location: String? = nil
  ) async throws -> SourceError {
    try await pageError(after: cursor, token: token) { _ in
      .json(status, headers: location.map { [("Location", $0)] } ?? [], body)
    }
  }

  @Test func aTokenThatIsNotAcceptedIsDenied() async throws {
    let error = try await error(401)
    #expect(error.code == .denied)
    #expect(error.message == "the API does not accept the token (401)")
    #expect(error.hint == "check that the token has not expired and is for this environment")
  }

  @Test func aMissingTokenIsDenied() async throws {
    let error = try await error(401, token: nil)
    #expect(error.code == .denied)
    #expect(error.description == "the API wants a token (401) (set token or auth in the source)")
  }

  @Test func aTokenWithoutTheScopeIsDenied() async throws {
    let error = try await error(403)
    #expect(error.code == .denied)
    #expect(error.message == "the token may not read this export job (403)")
    #expect(
      error.hint == "it needs the scope export-jobs:read and access to the job's company")
  }

  @Test(arguments: ["EXPORT_NOT_FOUND", "export_not_found"])
  func aJobThatTheAPIDoesNotKnowIsUnknown(type: String) async throws {
    let error = try await error(404, #"{"type": "\#(type)", "message": "Export job not found."}"#)
    #expect(error.code == .unknownJob)
    #expect(error.message == "the API knows no such export job (404)")
    #expect(
      error.hint
        == "check export_job, and that the token is of the company that the job belongs to")
  }

  @Test(arguments: ["", "<html>", #"{"type": "not_found"}"#])
  func anyOther404IsAWrongAddress(body: String) async throws {
    let error = try await error(404, body)
    #expect(error.code == .badAnswer)
    let said = body.contains("not_found") ? ": not_found" : ""
    #expect(error.message == "the API has no such address (404)" + said)
    let isHTML = body.hasPrefix("<")
    #expect(
      error.hint
        == (isHTML
          ? "a proxy, a gateway or a sign-in page answers in the API's place: check environment and "
            + "the proxy" : "check environment: below it the path is /v3/export-jobs"))
  }

  @Test(arguments: [400, 410, 413, 422])
  func aRefusalOfAPageWithACursorIsOfTheCursor(status: Int) async throws {
    let error = try await error(
      status, #"{"type": "bad_request", "message": "Invalid cursor"}"#, after: "STALE")
    #expect(error.code == .cursorRefused)
    #expect(error.message == "the API refuses the cursor (\(status)): bad_request: Invalid cursor")
  }

  @Test func aRefusalOfAPageWithoutACursorIsABadAnswer() async throws {
    let error = try await error(400, #"{"type": "bad_request"}"#)
    #expect(error.code == .badAnswer)
    #expect(error.message == "the API refuses the request (400): bad_request")
  }

  @Test func whatTheAPISaysIsMadeHarmlessAndCut() async throws {
    let long = String(repeating: "x", count: 300)
    let error = try await error(400, #"{"type": "a\u001b[31m\r\nb\u202e", "message": "\#(long)"}"#)
    #expect(
      error.message == "the API refuses the request (400): a[31mb: "
        + String(repeating: "x", count: 200 - 8) + "…")
  }

  @Test func anyOtherStatusIsNamed() async throws {
    #expect(
      try await error(204).message == "the API answered 204 (no content) instead of 200")
    #expect(
      try await error(501).message == "the API answered 501 (not implemented) instead of 200")
    #expect(try await error(299).message == "the API answered 299 instead of 200")
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func noRedirectIsFollowed(status: Int) async throws {
    try await withScriptedServer(answering: { _ in .json(emptyPage()) }) { other in
      let error = try await error(
        status, location: "http://me:secret@127.0.0.1:\(other.port)/path?query=secret")
      #expect(error.code == .badAnswer)
      #expect(
        error.message == "the API redirects to http://127.0.0.1:\(other.port) (\(status))")
      #expect(error.hint == "set environment to the address that answers itself")
      #expect(other.requests.isEmpty)
    }
  }

  @Test func aRedirectWithinTheOriginIsNotFollowedEither() async throws {
    let error = try await error(302, location: "/login?next=secret")
    #expect(
      error.message == "the API redirects to another path of http://127.0.0.1:PORT (302)")
  }

  @Test func aRedirectWithoutAnAddressSaysSo() async throws {
    let error = try await error(302)
    #expect(error.message == "the API redirects without saying where (302)")
  }

  @Test func aRedirectToAnotherHostWithTheSameSchemeIsNotCalledAPath() async throws {
    let error = try await error(302, location: "//pleo.example/login")
    #expect(error.message == "the API redirects to another host (302)")
  }
}
