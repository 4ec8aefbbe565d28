import Foundation
import Testing

/// A terminal that runs one command line, and that can be looked at: one of tmux's.
struct Terminal: Sendable {
  /// How often it is looked at before what is wanted counts as missing.
  private static let looks = 2000

  private let site: Site

  /// Opens a terminal of so many columns, and closes it after `body`.
  ///
  /// - Parameter line: a line of the shell; `$SLUICE` is the binary. What it leaves on the screen stays there, with
  ///   a last line such as `ended 0`.
  static func with(
    columns: Int, in site: Site, running line: String, _ body: (Terminal) async throws -> Void
  ) async throws {
    let terminal = Terminal(site: site)
    // An interrupt is for the line, and not for the shell.
    try site.write("trap : INT\n\(line)\necho ended $?\nread wait\n", to: "line.sh")
    // Not as a daemon: that would keep what this process has open, and outlive a test that is killed.
    let server = try site.sluice.start(
      shell: "TERM=xterm exec tmux -S ./tmux -f /dev/null -D </dev/null")
    let result: Result<Void, any Error>
    do {
      try await terminal.open(columns: columns)
      result = .success(try await body(terminal))
    } catch {
      result = .failure(error)
    }
    // Started by Foundation, it has every other signal blocked.
    server.send(SIGKILL)
    _ = await server.ended()
    try result.get()
  }

  /// Presses Control and C, which interrupts what runs.
  func interrupt() async throws { try await tmux("send-keys -t t C-c") }

  /// Makes the terminal as wide as said.
  func resize(columns: Int) async throws { try await tmux("resize-window -t t -x \(columns)") }

  /// The lines on the screen that are not empty, once one of them is as wanted.
  func screen(when isWanted: @Sendable (String) -> Bool) async throws -> [String] {
    var lines: [String] = []
    for _ in 1...Self.looks {
      lines = try await tmux("capture-pane -t t -p").split(separator: "\n").map(String.init)
      if lines.contains(where: isWanted) { return lines }
    }
    Issue.record("the screen never has what is wanted: \(lines.joined(separator: "\n"))")
    return lines
  }

  /// Runs the line, as soon as tmux is there.
  private func open(columns: Int) async throws {
    var ended: Ended?
    for _ in 1...Self.looks where ended?.exit != .code(0) {
      ended = try await site.sluice.run(
        shell: "tmux -S ./tmux -N new-session -d -s t -x \(columns) -y 20 'exec sh line.sh'")
    }
    try #require(ended?.exit == .code(0), "\(ended?.stderr ?? "")")
  }

  @discardableResult
  private func tmux(_ arguments: String) async throws -> String {
    let ended = try await site.sluice.run(shell: "tmux -S ./tmux \(arguments)")
    try #require(ended.exit == .code(0), "\(ended.stderr)")
    return ended.stdout
  }
}
