import Foundation
import TestSupport
import Testing

/// What a hostile file costs the built program.
@Suite(.timeLimit(.minutes(15)))
struct HostileFileTests {
  private static let files: [(name: String, text: @Sendable () -> String)] = [
    ("a line of 10 MiB", { "a: " + String(repeating: "x", count: 10 << 20) }),
    ("100 MiB", { String(repeating: "a: b\n", count: 20 << 20) }),
    ("a line of 1 MiB", { "a: " + String(repeating: "x", count: (1 << 20) - 3) }),
    ("1 MiB of line ends", { String(repeating: "\n", count: 1 << 20) }),
    ("1 MiB of comments", { String(repeating: "#\n", count: 1 << 19) }),
    ("deep nesting", { String(repeating: "[", count: 1 << 20) }),
    ("many aliases", { "x: &a y\n" + String(repeating: "- *a\n", count: 19_000) }),
    ("many unknown aliases", { String(repeating: "- *a\n", count: 9_000) }),
    ("control characters", { String(repeating: "\u{0}", count: 1 << 20) }),
    ("addresses", { String(repeating: "://u@h ", count: (1 << 20) / 7) }),
  ]

  @Test(arguments: files.indices)
  func checkTakesNoMoreThan64Mebibytes(index: Int) async throws {
    let (name, text) = Self.files[index]
    try await withTemporaryFolder { folder in
      try text().write(toFile: "\(folder)/job.yaml", atomically: false, encoding: .utf8)
      for command in ["check", "fmt --check"] {
        let ended = try await Sluice(folder: folder).run(
          shell: """
            exec python3 -c 'import os, resource, subprocess as s
            code = s.run([os.environ["SLUICE"], *"\(command)".split(), "job.yaml"], stderr=s.DEVNULL)
            print(code.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)'
            """)
        let numbers = ended.lines.first?.split(separator: " ").compactMap { Int($0) } ?? []
        try #require(numbers.count == 2, "\(name): \(ended.stderr)")
        // What fmt leaves alone is 65: such a file can still be YAML.
        #expect(numbers[0] == 78 || (command != "check" && numbers[0] == 65), "\(name)")
        #expect(numbers[1] <= 64, "\(name): \(numbers[1]) MiB for \(command)")
      }
    }
  }
}
