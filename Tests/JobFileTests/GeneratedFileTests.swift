import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import Settings
import TestSupport
import Testing

/// Files made by chance from the language as data, right ones and broken ones. Each is loaded by
/// `load`, which holds check, schema, canonical form and defaults together (``LanguagePromises``).
struct GeneratedFileTests {
  @Test(arguments: 1...40)
  func aRightFileIsAccepted(SEED: Int) async throws {
    var generator = FileGenerator(seed: UInt64(SEED))
    let text = generator.file()
    let loaded = try await load(text, environment: FileGenerator.environment)
    #expect(loaded.definition != nil, "SEED \(SEED): \(loaded.findings)\n\(text)")
  }

  @Test(arguments: 1...120)
  func aBrokenFileIsRefusedByAllOrByNone(SEED: Int) async throws {
    var generator = FileGenerator(seed: UInt64(SEED))
    let text = generator.broken(generator.file())
    let loaded = try await load(text, environment: FileGenerator.environment)
    let hasErrors = loaded.file.findings.contains { $0.severity == .error }
    #expect((loaded.definition == nil) == hasErrors, "SEED \(SEED): \(text)")
  }
}

/// Makes job files of the shape that the language describes, the same for the same seed.
struct FileGenerator {
  static let environment = ["TOKEN": "t0ken-of-tests", "NUMBER": "7"]

  private var state: UInt64
  private var names = 0

  init(seed: UInt64) { state = seed }

  /// A file without a mistake: a random part of the keys, in random order and layout.
  mutating func file() -> String {
    let token = chance(2) ? "\n    token: ${env:TOKEN}" : ""
    var sections = [
      "version: \(pick(["1", "'1'", "\"1\""]))", "job: \(pick(["nightly", "\"a-1\"", "'x'"]))",
      "source:\n  pleo:\n    environment: \(pick(["sandbox", "http://localhost:1/x"]))\(token)\n"
        + "    export_job: \(guideJob)\(optional(pleo))",
      "routes:\n\((0...below(3)).map { _ in route() }.joined(separator: "\n"))",
    ]
    var keys: Set<Substring> = []
    for section in others where chance(2) {
      if keys.insert(section.prefix { $0 != ":" }).inserted { sections.append(section) }
    }
    for index in sections.indices.reversed() { sections.swapAt(index, below(index + 1)) }
    return sections.map { decorated($0) }.joined(separator: "\n") + "\n"
  }

  private let others = [
    "description: some text, with a comma", "description: |\n  one\n\n  two", "order: entry_id",
    "unmatched: skip", "recovery: { process: [pending, failed], in_progress: hold }",
    "recovery:\n  unknown_status: skip", "failure:\n  sink_retry: { attempts: 2 }",
    "failure: { max_rejected: 3 }", "run:\n  deadline: 5m # soon\n  when_busy: { wait: 3s }",
    "run: { state: ./state }", "observe:\n  log:\n    level: debug", "x-own: &own { any: [thing] }",
    "params:\n  who: { type: text, default: me }\n  many: { type: integer, env: NUMBER }",
  ]

  private let pleo = [
    "page_size: 10", "page_size: ${env:NUMBER}", "rate: none", "timeout: 5s",
    "retry: { attempts: 2, base: 1s, cap: 2s }", "completeness: warn",
  ]

  private mutating func optional(_ lines: [String]) -> String {
    var keys: Set<Substring> = []
    return lines.filter { line in
      let key = line.prefix { $0 != ":" }
      return chance(2) && keys.insert(key).inserted
    }.map { "\n    \($0)" }.joined()
  }

  private mutating func route() -> String {
    names += 1
    let sink = pick([
      "{ file_queue: { directory: ./q\(names) } }", "{ sqlite: { path: ./b, table: t\(names) } }",
    ])
    let when = pick(["", ", when: status == \"pending\"", ", when: 'not exists(entry_id) or true'"])
    return chance(2)
      ? "  - { name: r\(names), sink: \(sink)\(when) }"
      : "  - sink: \(sink)\n    # why\n    name: r\(names)\n    batch: \(below(9) + 1)"
  }

  /// A section with a comment above it, an empty line, or as it is.
  private mutating func decorated(_ section: String) -> String {
    pick(["", "", "# about it\n", "\n", "\n# one\n# two\n\n"]) + section
  }

  /// The file with one to three mistakes, or changes that are none.
  mutating func broken(_ file: String) -> String {
    var lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0...below(3) {
      let index = below(lines.count)
      switch below(7) {
      case 0: lines.remove(at: index)
      case 1: lines.insert(lines[index], at: index)
      case 2: lines[index] = lines[index].replacingOccurrences(of: "e", with: "")
      case 3: lines[index] = lines[index].replacingOccurrences(of: ": ", with: ": [") + "]"
      case 4: lines[index] += pick([" extra", ", x: 1", " }", " ${env:NONE}", ": y", " 'q"])
      case 5: lines[index] = "  " + lines[index]
      default:
        let value = pick([
          "", "0", "-1", "~", "true", "*own", "!t x", "[]", "{}", "1.5", "no", "''",
        ])
        let key = lines[index].prefix { $0 != ":" }
        if key.count < lines[index].count { lines[index] = "\(key): \(value)" }
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }
  private mutating func chance(_ of: Int) -> Bool { below(of) == 0 }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
