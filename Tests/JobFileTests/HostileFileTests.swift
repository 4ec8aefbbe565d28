import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import TestSupport
import Testing

/// No file takes long or much memory to refuse, and what is shown of it is no way around that: each
/// of these once took the square of its length, or a copy of the whole file.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct HostileFileTests {
  @Test(arguments: [
    "a", " ", "\t", "\r", "é", "\u{A0}", "${", ": ", "://@", "://u@h ", "token ", "key=",
    "token: ${env:X}, ", "{ a: ", "[", "&a ", "*a,", "\"", "\u{200D}", "e\u{301}", "\u{0}",
  ])
  func aLongLineOfAnythingIsToldSoon(unit: String) async throws {
    let text = String(repeating: unit, count: (1 << 14) / unit.utf8.count)
    #expect(try await loaded(Array(text.utf8)).definition == nil)
  }

  @Test(arguments: ["- *a\n", "<<: 1\n", "- !t a\n", "token: x1234567\n", "? [a]\n: b\n", "k: 1\n"])
  func asManyLinesAsThereMayBeAreToldSoon(unit: String) async throws {
    let lines = unit.utf8.count { $0 == UInt8(ascii: "\n") }
    let text = String(repeating: unit, count: 4_000 / lines)
    #expect(try await loaded(Array(text.utf8)).definition == nil)
  }

  @Test func manySecretsAreHiddenWhereverTheyAre() async throws {
    let secrets = (0..<4_000).map { "  - s3cretV\($0)\n" }.joined()
    let file = try await loaded(Array("x: s3cretV17\ny: s3cretW17\ntoken:\n\(secrets)".utf8))
    #expect(
      file.text.hasPrefix("x: *********\ny: *********\ntoken:\n  - ********\n"),
      "\(file.text.prefix(80))")
    #expect(!file.text.contains("s3cretV"))
  }

  @Test func ofAFileBeyondTheLimitsNoLineIsShown() async throws {
    let line = try await loaded([UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20))
    #expect(line.findings.map(\.message) == ["the file is over the limit of 1048576 bytes"])
    #expect(line.text == "")
    let lines = try await loaded(Array(String(repeating: "\n", count: 20_001).utf8))
    #expect(lines.findings.map(\.message) == ["the file is over the limit of 20000 lines"])
    #expect(lines.text == "")
  }

  @Test func aDeviceWithoutAnEndIsNotReadToItsEnd() async throws {
    let loader = JobFileLoader(catalog: fakePlugins, outside: .process)
    for read in [
      { _ = try loader.load("/dev/zero") },
      { _ = try JobFileFormatter(catalog: fakePlugins).format("/dev/zero") },
    ] {
      let refusal = #expect(throws: UnreadableJobFile.self) { try read() }
      #expect(refusal?.reason == "it is a device or a socket, not a regular file")
    }
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(job(more: "description: ${file:/dev/zero}").utf8).write(to: URL(filePath: path))
      #expect(
        try loader.load(path).findings.map(\.message)
          == ["file '/dev/zero' cannot be read: it is a device or a socket, not a regular file"])
    }
  }

  @Test func aFolderIsToldAsOne() throws {
    let refusal = #expect(throws: UnreadableJobFile.self) {
      try JobFileLoader(catalog: fakePlugins, outside: .process).load("/dev")
    }
    #expect(refusal?.reason == "it is a folder")
  }

  private func loaded(_ bytes: [UInt8]) async throws -> LoadedJobFile {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/job.yaml"
      try Data(bytes).write(to: URL(filePath: path))
      let formatter = JobFileFormatter(catalog: fakePlugins)
      _ = try formatter.format(path)
      return try JobFileLoader(catalog: fakePlugins, outside: .process).load(path)
    }
  }
}
