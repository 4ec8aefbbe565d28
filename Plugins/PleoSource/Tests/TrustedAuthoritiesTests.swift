import Foundation
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// Who is trusted to be the API: a server of this machine with certificates of an authority of its own.
struct TrustedAuthoritiesTests {
  /// `SSL_CERT_FILE` was ignored, and eight attempts ended with a hint about the network.
  @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR", "ca_file"])
  func anAuthorityOfOnesOwnIsTrustedWhereItIsNamed(way: String) async throws {
    try await withAuthority { folder in
      try await withScriptedServer(certificate: .good, answering: { _ in .json(emptyPage()) }) {
        server in
        try await withClient(
          server.secureURL, caFile: way == "ca_file" ? "\(folder)/ca.pem" : nil,
          certificateFile: way == "SSL_CERT_FILE" ? "\(folder)/ca.pem" : nil,
          certificateFolder: way == "SSL_CERT_DIR" ? folder : nil
        ) { client in
          _ = try await client.page(of: jobID(), after: nil)
        }
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test(arguments: [
    (TestCertificate.otherHost, "its certificate is for another host"),
    (.expired, "its certificate is out of date since 2020-02-01"),
  ])
  func acertificateThatIsNotRightIsRefusedAtOnce(
    certificate: TestCertificate, reason: String
  ) async throws {
    try await withAuthority { folder in
      let error = try await error(certificate, caFile: "\(folder)/ca.pem")
      #expect(error.message.contains("cannot be trusted: its certificate is "))
      #expect(reason.hasPrefix("its certificate is "))
    }
  }

  @Test func anAuthorityThatNobodyNamedIsNotTrusted() async throws {
    let error = try await error(.good, caFile: nil)
    #expect(
      error.message.hasSuffix(
        "cannot be trusted: its certificate is not from an authority that is trusted here, or is out "
          + "of date"))
    #expect(
      error.hint
        == "for an authority of your own, set ca_file, SSL_CERT_FILE or SSL_CERT_DIR; nothing "
        + "was sent, and trying again cannot help")
  }

  @Test func aFileThatIsMissingOrHoldsNoCertificateIsSaid() async throws {
    try await withAuthority { folder in
      let missing = try await #require(throws: SourceError.self) {
        try await withClient("https://localhost", caFile: "\(folder)/no.pem") { _ in }
      }
      #expect(missing.message == "ca_file names \(folder)/no.pem, which is not there")
      try Data("hello".utf8).write(to: URL(fileURLWithPath: "\(folder)/text"))
      let text = try await #require(throws: SourceError.self) {
        try await withClient("https://localhost", certificateFile: "\(folder)/text") { _ in }
      }
      #expect(
        text.message == "SSL_CERT_FILE names \(folder)/text, which has no certificate in PEM form")
      let folderError = try await #require(throws: SourceError.self) {
        try await withClient("https://localhost", certificateFolder: "\(folder)/none") { _ in }
      }
      #expect(
        folderError.message == "SSL_CERT_DIR names \(folder)/none, which cannot be listed")
    }
  }

  /// The error of a request to a server with a certificate; no retry can help.
  private func error(_ certificate: TestCertificate, caFile: String?) async throws -> SourceError {
    try await withScriptedServer(
      certificate: certificate, answering: { _ in .json(emptyPage()) }
    ) { server in
      let notices = Notices()
      let error = try await withClient(
        server.secureURL, attempts: 8, caFile: caFile, notices: notices
      ) { client in
        let id = try jobID()
        return try await #require(throws: SourceError.self) { try await client.exportJob(id) }
      }
      #expect(error.code == .unreachable)
      #expect(notices.all == [], "trying again cannot help")
      #expect(server.requests.isEmpty, "and nothing is sent, the token least of all")
      return error
    }
  }

  private func withAuthority(_ body: (String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try Data(TestCertificate.authority.utf8).write(
        to: URL(fileURLWithPath: "\(folder)/ca.pem"))
      try await body(folder)
    }
  }
}
