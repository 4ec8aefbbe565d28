import Foundation
import PageSourceKit
import Settings
import Testing

@testable import PleoSource

/// The file that keeps the tokens.
struct TokenFileTests {
  /// Otherwise the one in the file would be gone, and the new one lost.
  @Test func nothingIsAskedForThatCouldNotBeKept() async throws {
    try await OAuthBench.with { bench in
      let link = "\(bench.folder)/link"
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: "refresh-token")
      let error = try await bench.error(file: link)
      #expect(error?.code == .denied)
      #expect(error?.message.hasPrefix("cannot read the refresh token file: ") == true)
      let open = "\(bench.folder)/open"
      try FileManager.default.createDirectory(
        atPath: open, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o777])
      try firstRefreshToken.write(toFile: "\(open)/t", atomically: false, encoding: .utf8)
      #expect(chmod(open, 0o777) == 0)
      #expect(
        try await bench.error(file: "\(open)/t")?.message.contains("every user can write in it")
          == true)
      let missing = try await bench.error(file: "\(bench.folder)/none")
      #expect(missing?.message.contains("cannot read the refresh token file") == true)
      #expect(try bench.tokens().refresh == Secret(firstRefreshToken))
    }
  }

  @Test(arguments: ["", "\n", "two words", "short \" quote", "{}", #"{"refresh_token":1}"#, "abc"])
  func aFileWithoutARefreshTokenIsRefused(text: String) async throws {
    try await OAuthBench.with { bench in
      try bench.write(text)
      let error = try await bench.error()
      #expect(error?.code == .denied)
      #expect(error?.message == "\(bench.file) does not have a refresh token")
      #expect(error?.hint == "write the refresh token into it, on one line and nothing else")
    }
  }
}
