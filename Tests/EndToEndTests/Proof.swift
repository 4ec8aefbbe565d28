import Foundation
import TestSupport

/// What `sluice prove` shows of a job file.
enum Proof {
  /// A job file with routes, each on one line.
  static func file(_ routes: String...) -> String {
    """
    version: 1
    job: proven
    source:
      pleo:
        environment: production
        export_job: ${env:NOT_GIVEN}
        token: ${env:NOT_GIVEN_EITHER}
    routes:
    \(routes.map { "  - \($0)" }.joined(separator: "\n"))

    """
  }

  static func run(
    _ file: String, _ arguments: String = "", by program: String = "$SLUICE",
    _ body: (Ended, String) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      try file.write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      let line = #""\#(program)" prove job.yaml \#(arguments)"#
      try await body(try await Sluice(folder: folder).run(shell: line), folder)
    }
  }
}
