import DurableFiles
import SinkKit
import Synchronization

/// A program that takes messages out of a queue, and remembers each one it saw.
final class Consumer: Sendable {
  /// When the program looks, and what it does with what it took.
  enum Habit: Sendable {
    /// Takes and removes whatever is there whenever anything happens.
    case takesAtEveryStep
    /// Takes and removes between runs.
    case takesBetweenRuns
    /// Takes between runs and leaves everything in `cur`.
    case keepsWhatItTakes
    /// Takes everything when all is over.
    case takesAtTheEnd
  }

  /// What has happened.
  enum Moment: Sendable { case step, runEnded, end }

  private let folder: String
  private let habit: Habit
  private let names = Mutex<[String]>([])

  init(of folder: String, habit: Habit) {
    self.folder = folder
    self.habit = habit
  }

  /// The name of every message, as often as it was taken, in the order of taking.
  var seen: [String] { names.withLock { $0 } }

  /// Takes what there is, if the habit says so, in the order of the names.
  func act(_ moment: Moment) throws {
    let isTaking =
      switch (habit, moment) {
      case (_, .end), (.takesAtEveryStep, _): true
      case (.takesBetweenRuns, .runEnded), (.keepsWhatItTakes, .runEnded): true
      default: false
      }
    guard isTaking else { return }
    let new = try Directory(ownedAt: "\(folder)/new")
    let cur = try Directory(ownedAt: "\(folder)/cur")
    for name in try new.names() {
      try new.move(name, to: cur, as: name)
      names.withLock { $0.append(name) }
      if habit != .keepsWhatItTakes { try cur.remove(name) }
    }
  }
}
