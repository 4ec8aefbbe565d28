import ArgumentParser
import Dispatch
import Foundation
import SinkKitTesting

/// Does one part of a run's work on generated items, so that its time or its instructions can be measured;
/// `make bench` does that for all of them.
@main
struct SluiceBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice-bench",
    abstract: "Does one part of a run's work, to be measured; without a part, lists them.")

  @Argument(help: "The part.")
  var part: String?

  @Option(help: "How many items.")
  var items = 1_000_000

  @Flag(help: "Prepare the part and leave its work undone: what is to be subtracted.")
  var prepareOnly = false

  private var chosen: Part? { Part.all.first { $0.name == part } }

  func validate() throws {
    guard items > 0 else { throw ValidationError("there must be an item") }
    guard part == nil || chosen != nil else {
      throw ValidationError("no part has this name; without one, they are listed")
    }
  }

  func run() {
    guard let chosen else {
      for part in Part.all { print(part.name, part.timedItems, part.countedItems) }
      return
    }
    // The main thread waits for the task, because Valgrind crashes in the way in which that of an asynchronous main
    // function does (a mask for `sigsuspend` that it cannot write to).
    let end = DispatchSemaphore(value: 0)
    Task {
      do { try await measure(chosen) } catch { Self.exit(withError: error) }
      end.signal()
    }
    end.wait()
  }

  private func measure(_ part: Part) async throws {
    try await withScratchFolder { folder in
      let work = try await part.prepare(Generated(count: items), folder)
      guard !prepareOnly else { return }
      let duration = try await ContinuousClock().measure { try await work() }
      // Standard output is what one of the sinks writes to.
      FileHandle.standardError.write(Data("\(duration / .seconds(1))\n".utf8))
    }
  }
}
