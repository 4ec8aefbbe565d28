import Foundation
import TestSupport
import Testing

/// What a hostile file costs the built program.
@Suite(.timeLimit(.minutes(15)))
struct HostileFileTests {
  /// As large as a job file may be, for the binary that is released; a quarter of that for the one of the tests, which is
  /// ten times slower. `.ci/run` tests the former.
  private static let largest =
    ProcessInfo.processInfo.environment["SLUICE_BINARY"] == nil ? 1 << 18 : 1 << 20

  private static let files: [(name: String, text: @Sendable () -> String)] = [
    ("a line of 10 MiB", { "a: " + String(repeating: "x", count: 10 << 20) }),
    ("100 MiB", { String(repeating: "a: b\n", count: 20 << 20) }),
    ("a line", { "a: " + String(repeating: "x", count: largest - 3) }),
    ("line ends", { String(repeating: "\n", count: largest) }),
    ("comments", { String(repeating: "#\n", count: largest / 2) }),
    ("deep nesting", { String(repeating: "[", count: largest) }),
    ("many aliases", { "x: &a y\n" + String(repeating: "- *a\n", count: 19_000) }),
    ("many unknown aliases", { String(repeating: "- *a\n", count: 9_000) }),
    ("control characters", { String(repeating: "\u{0}", count: largest) }),
    ("addresses", { String(repeating: "://u@h ", count: largest / 7) }),
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
        let numbers = ended.lines.last?.split(separator: " ").compactMap { Int($0) } ?? []
        try #require(numbers.count == 2, "\(name): \(ended.stderr)")
        // What fmt leaves alone is 65: such a file can still be YAML.
        #expect(numbers[0] == 78 || (command != "check" && numbers[0] == 65), "\(name)")
        #expect(numbers[1] <= 64, "\(name): \(numbers[1]) MiB for \(command)")
      }
    }
  }

  /// Shapes of which each took time with the square of its size, or memory without a limit.
  private static let shapes: [(name: String, text: @Sendable (Int) -> String)] = [
    (
      "unknown keys that speak of tokens",
      { size in
        let value = String(repeating: "abcdefgh", count: 25)
        return job(pleo: (0..<size / 220).map { "    token\($0): \(value)\($0)\n" }.joined())
      }
    ),
    (
      "tokens on one line",
      { size in
        "{\((0..<size / 220).map { "token\($0): \(String(repeating: "v\($0)", count: 40))" }.joined(separator: ", "))}"
      }
    ),
    (
      "conditions of many comparisons",
      { size in
        let routes = (0..<50).map { route in
          let ids = (0..<size / 50 / 60).map { entry in
            "entry_id == \"00000000-0000-4000-8000-\(String(100_000_000_000 + route * 10_000 + entry))\""
          }
          let condition = ids.joined(separator: " or ")
          return
            "  - { name: r\(route), when: '\(condition)', sink: { file_queue: { directory: ./q\(route) } } }\n"
        }
        return job(routes: routes.joined())
      }
    ),
    (
      "an address with a file in it again and again",
      { size in
        job(environment: "'https://h/\(String(repeating: "${file:big}", count: size / 11 - 40))'")
      }
    ),
    (
      "references to nothing",
      { size in job(environment: "'\(String(repeating: "${env:X}", count: size / 8 - 60))'") }
    ),
    (
      "parameters that are not declared",
      { size in
        let references = (0..<size / 17 - 40).map { "${param:p\(100_000 + $0)}" }.joined()
        return "params: { x: { type: text } }\n" + job(environment: "'\(references)'")
      }
    ),
    ("blanks of a word processor", { String(repeating: "\u{A0}", count: $0 / 2) }),
    ("escapes", { "a: \"" + String(repeating: "\\x", count: $0 / 2 - 10) }),
    ("openings", { String(repeating: "${", count: $0 / 2) }),
    ("addresses with users", { String(repeating: "://u@h ", count: $0 / 7) }),
    (
      "escapes far behind a colon",
      { "a:\(String(repeating: " ", count: $0 / 2))\"" + String(repeating: "\\x", count: $0 / 5) }
    ),
    (
      "regional indicators",
      { job(pleo: "    rate: \(String(repeating: "\u{1F1E6}", count: $0 / 4 - 100))\n") }
    ),
    (
      "a text of colons",
      { job(pleo: "    rate: u:\(String(repeating: "@?:/", count: $0 / 4 - 100))\n") }
    ),
    (
      "a long token beside quotes",
      { size in
        let token = (0..<size / 18).map { String(90_000 + $0) }.joined()
        let quotes = String(repeating: "zzzzzzzz'", count: size / 18)
        return job(pleo: "    token: \(token)\n    page_size: \"\(quotes)\"\n")
      }
    ),
  ]

  private static func job(
    environment: String = "sandbox", pleo: String = "",
    routes: String = "  - sink: { stdout: {} }\n"
  ) -> String {
    """
    version: 1
    job: nightly
    source:
      pleo:
        environment: \(environment)
        export_job: \(PleoJob.sampleID)
    \(pleo)routes:
    \(routes)
    """
  }

  /// 800 unknown keys took 12.8 s, 90 routes of 40 comparisons 23.9 s, and an address 3.9 GB.
  @Test(arguments: shapes.indices)
  func theTimeOfCheckGrowsWithTheFileAndNotWithItsSquare(index: Int) async throws {
    let (name, text) = Self.shapes[index]
    try await withTemporaryFolder { folder in
      let (small, large) = (Self.largest / 32, Self.largest)
      try String(repeating: "x", count: large).write(
        toFile: "\(folder)/big", atomically: false, encoding: .utf8)
      for size in [small, large] {
        let file = text(size)
        try #require(file.utf8.count <= large && file.utf8.count > size / 2, "\(name)")
        try file.write(toFile: "\(folder)/\(size).yaml", atomically: false, encoding: .utf8)
      }
      let ended = try await Sluice(folder: folder).run(
        shell: """
          exec python3 -c 'import os, resource, subprocess as s
          def spent(): return resource.getrusage(resource.RUSAGE_CHILDREN)
          for size in [\(small), \(large)]:
            before = spent().ru_utime
            s.run([os.environ["SLUICE"], "check", f"{size}.yaml"], stdout=s.DEVNULL, stderr=s.DEVNULL)
            print(spent().ru_utime - before, spent().ru_maxrss // 1024)'
          """)
      let numbers = ended.lines.flatMap { $0.split(separator: " ").compactMap { Double($0) } }
      try #require(numbers.count == 4, "\(name): \(ended.stderr)")
      // Where the time grows with the square, it is a thousand times as long.
      #expect(numbers[2] <= 100 * max(numbers[0], 0.05), "\(name): \(numbers)")
      #expect(numbers[3] <= 128, "\(name): \(numbers[3]) MiB")
    }
  }
}
