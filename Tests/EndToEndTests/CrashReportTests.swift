import Foundation
import TestSupport
import Testing

/// What a crash leaves behind: nothing of the memory, in which the token is.
@Suite(.timeLimit(.minutes(15)))
struct CrashReportTests {
  private static let token = "t0ken-that-a-crash-must-not-show"

  /// Runs a job until the API has been asked, then lets `body` look at the process and kill it.
  private func crash(
    _ signal: Int32, environment: [String: String] = [:],
    looking body: (RunningSluice) throws -> Void = { _ in }
  ) async throws -> (ended: Ended, files: [String]) {
    var result: (Ended, [String])?
    try await Site.with(PleoJob(of: 3), source: ["token: ${env:TOKEN}"]) { site in
      var sluice = site.sluice
      sluice.environment = environment.merging(["TOKEN": Self.token]) { $1 }
      let asked = Moment()
      site.pleo.answer { _ in
        asked.happen()
        return .silence
      }
      let running = try sluice.start(shell: "ulimit -c unlimited; exec \"$SLUICE\" run job.yaml")
      await asked.wait()
      try body(running)
      running.send(signal)
      result = (await running.ended(), try site.files())
    }
    return try #require(result)
  }

  /// The token was in a core file five times.
  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGQUIT])
  func aCrashLeavesNoMemory(signal: Int32) async throws {
    let (ended, files) = try await crash(signal) { running in
      #if os(Linux)
        let limits = try String(
          contentsOfFile: "/proc/\(running.pid)/limits", encoding: .utf8)
        #expect(limits.contains(#/Max core file size +0 +0 /#))
      #endif
    }
    #expect(ended.exit == .signal(signal))
    #expect(files.filter { $0.contains("core") } == [])
    #expect(!ended.stderr.contains("***"), "\(ended.stderr)")
    #expect(!ended.stderr.contains(Self.token))
  }

  #if os(Linux)
    /// A report shows what the registers point to.
    @Test(arguments: ["enable=yes", "enable=yes,color=no,threads=all,registers=all"])
    func aReportThatWasAskedForIsWithoutRegisters(options: String) async throws {
      let (_, _) = try await crash(SIGKILL, environment: ["SWIFT_BACKTRACE": options]) { running in
        let environment = try Data(
          contentsOf: URL(fileURLWithPath: "/proc/\(running.pid)/environ"))
        let variables = environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        #expect(variables.contains("SWIFT_BACKTRACE=\(options),registers=none"))
      }
    }

    /// A process of the same user reads no memory of it, nor its environment.
    @Test(.enabled(if: geteuid() == 0, "only root can be another user"))
    func anotherProcessOfTheUserCannotReadTheMemory() async throws {
      try await Site.with(PleoJob(of: 3), source: ["token: ${env:TOKEN}"]) { site in
        let asked = Moment()
        site.pleo.answer { _ in
          asked.happen()
          return .silence
        }
        #expect(chmod(site.folder, 0o755) == 0 && chmod("\(site.folder)/job.yaml", 0o644) == 0)
        var sluice = site.sluice
        sluice.environment = ["TOKEN": Self.token]
        let running = try sluice.start(
          shell: """
            mkdir state && chown 65534 state || exit 1
            exec setpriv --reuid=65534 --regid=65534 --clear-groups \
              "$SLUICE" run --state state job.yaml
            """)
        await asked.wait()
        let ended = try await site.sluice.run(
          shell: """
            setpriv --reuid=65534 --regid=65534 --clear-groups cat /proc/\(running.pid)/environ
            """)
        #expect(ended.stderr.contains("Permission denied"))
        #expect(ended.stdout == "")
        running.send(SIGKILL)
        _ = await running.ended()
      }
    }
  #endif
}
