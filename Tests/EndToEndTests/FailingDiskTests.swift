import Foundation
import PleoSandbox
import TestSupport
import Testing

#if os(Linux)
  /// Every operation on a file fails in turn, in the built `sluice`: the run says what is wrong and does not say that all is well,
  /// and the next one finishes. Nothing is lost, doubled or leaked.
  ///
  /// The table in the article *FaultsOfDisks* is written by `make faults`, which tries every operation. Otherwise one in so many
  /// is tried, and `SEED` says which. Routes go on side by side, so an operation has not the same number in each run.
  @Suite(.timeLimit(.minutes(15)))
  struct FailingDiskTests {
    private static let table = WrittenTable(
      in: "FaultsOfDisks", head: "| what fails | exit | message |")
    private static let stride = WrittenTable.isToBeWritten ? 1 : 13

    /// One operation fails, or from one on nothing has room, or no file can be opened.
    @Test(arguments: Seeds.all(1), FailingDisk.Trouble.failing)
    func whateverOperationFailsTheNextRunFinishes(
      seed: Int, trouble: FailingDisk.Trouble
    ) async throws {
      let outcomes = try await Self.outcomes(of: trouble, seed: seed)
      #expect(outcomes.count > 5, "operations fail at all")
      // What could be passed over has been, with nothing missing.
      let told = outcomes.filter { $0.code != "0" }
      for outcome in told {
        #expect(
          trouble.reasons.contains { outcome.message.contains($0) },
          "\(outcome.failed[0]): \(outcome.message)")
      }
      if WrittenTable.isToBeWritten, trouble == .broken {
        let rows = Set(told.map { WrittenTable.row($0.failed[0], $0.code, $0.message) })
        try Self.table.write(rows.sorted())
      }
    }

    @Test func aWriteThatTakesHalfIsFinished() async throws {
      try await withTemporaryFolder { tools in
        let disk = try FailingDisk(in: tools)
        try await ThreeSinks(folder: tools, items: 12).serving { api in
          let outcome = try await Self.outcome(of: .halfWrites, at: 1, on: disk, api)
          #expect(outcome.failed.count > 20, "writes take half at all")
          #expect(outcome.code == "0", "\(outcome.message)")
        }
      }
    }

    /// What one kind of trouble comes to, at some operations.
    private static func outcomes(
      of trouble: FailingDisk.Trouble, seed: Int
    ) async throws -> [Outcome] {
      var random = SeededRandom(seed: seed)
      let first = Int.random(in: 1...stride, using: &random)
      return try await withTemporaryFolder { tools in
        let disk = try FailingDisk(in: tools)
        return try await ThreeSinks(folder: tools, items: 12).serving { api in
          var outcomes: [Outcome] = []
          for number in Swift.stride(from: first, to: .max, by: stride) {
            let outcome = try await outcome(of: trouble, at: number, on: disk, api)
            if outcome.failed.isEmpty { break }
            outcomes.append(outcome)
          }
          return outcomes
        }
      }
    }

    private struct Outcome {
      /// The operations that failed, such as ``write `items.csv` ``.
      let failed: [String]
      /// The exit code of the run.
      let code: String
      /// The first thing that it has said of it.
      let message: String
    }

    /// Runs the job with the trouble, then without; that is to be all that it takes.
    private static func outcome(
      of trouble: FailingDisk.Trouble, at number: Int, on disk: FailingDisk, _ api: SandboxAddress
    ) async throws -> Outcome {
      try await withTemporaryFolder { folder in
        let sinks = ThreeSinks(folder: folder, items: 12)
        let first = try await sinks.run(
          against: api, environment: disk.environment(trouble, at: number, below: folder))
        let failed = try disk.failed(below: folder)
        let words = "\(trouble.name) at operation \(number), \(failed.first ?? "none")"
        #expect([.code(0), .code(66), .code(74)].contains(first.exit), "\(words): \(first.stderr)")
        if first.exit == .code(0) {
          try sinks.expectWhole(after: "\(words), which was passed over")
        }
        let next = try await sinks.run(against: api)
        #expect(next.exit == .code(0), "\(words): \(next.stderr)")
        let left = try sinks.files().map { plain($0, in: folder) }
        #expect(Set(left).subtracting(ThreeSinks.files) == [], "\(words): files are left")
        try sinks.expectWhole(after: words)
        try sinks.expectNothingLeaked(by: [first, next], after: words)
        return Outcome(
          failed: failed.map { failed in
            let parts = plain(failed, in: folder).split(separator: " ", maxSplits: 1)
            return "\(parts[0]) `\(parts.dropFirst().first ?? ".")`"
          }, code: first.code,
          message: plain(
            first.errors.first ?? first.warnings.first
              ?? (first.log.isEmpty ? first.notes.first : nil) ?? "–", in: folder))
      }
    }

    /// A text without what differs from run to run.
    private static func plain(_ text: String, in folder: String) -> String {
      text.replacing("\(folder)/", with: "").replacing(folder, with: ".")
        .replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
        .replacing(/#[0-9]+ \(deleted\)/, with: "(nameless)")
    }
  }
#endif
