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
    let kinds = try await Sluice(folder: "/").run("sinks").lines.filter { !$0.isEmpty }
      .compactMap { $0.split(separator: ":").first }
    #expect(lines[2] == "sinks: \(kinds.joined(separator: ", "))")
  }
}
