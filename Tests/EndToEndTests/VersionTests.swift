import Testing

/// What a build says of itself.
struct VersionTests {
  @Test func itNamesItsVersionItsCommitAndItsPlugins() async throws {
    let ended = try await Sluice(folder: "/").run("--version")
    #expect(ended.exit == .code(0))
    let lines = ended.lines
    try #require(lines.count == 3, "\(ended.stdout)")
    #expect(
      lines[0].wholeMatch(of: /sluice \d+\.\d+\.\d+( \([0-9a-f]{40}\+?\))?/) != nil, "\(lines[0])")
    #expect(lines[1] == "sources: pleo")
    #expect(lines[2] == "sinks: file_queue, sqlite, stdout")
  }
}
