import Foundation
import Synchronization

/// A program that takes messages from a queue and removes them, as fast as they appear: each is
/// claimed by a rename from `new` to `cur`, read there, and deleted.
final class Consumer: Sendable {
  struct Message: Equatable, Sendable {
    let name: String
    let text: String
  }

  /// How many messages it takes each time that it looks; the others wait in `new`.
  private let appetite: Int
  private let queue: String
  private let taken = Mutex<[Message]>([])
  private let isDone = Moment()
  private let onMessage: @Sendable () -> Void

  private static let lastMessage = "stop"

  /// Starts to take messages from the queue at a path, whose folders it creates.
  ///
  /// - Parameter onMessage: called for each message before it is taken, on a thread of its own.
  init(of queue: String, appetite: Int, onMessage: @escaping @Sendable () -> Void) throws {
    self.queue = queue
    self.appetite = appetite
    self.onMessage = onMessage
    for folder in ["new", "cur"] {
      try FileManager.default.createDirectory(
        atPath: "\(queue)/\(folder)", withIntermediateDirectories: true)
    }
    let arrivals = try Arrivals(in: "\(queue)/new")
    Thread.detachNewThread { [self] in
      while takeSome(appetite) { arrivals.wait() }
      while !messagesInNew().isEmpty { _ = takeSome(.max) }
      isDone.happen()
    }
  }

  /// Everything taken so far, in the order of taking.
  var takenSoFar: [Message] { taken.withLock { $0 } }

  /// Takes what is left, and returns everything ever taken, in the order of taking.
  func finish() async throws -> [Message] {
    let file = "\(queue)/\(Self.lastMessage)"
    try Data().write(to: URL(fileURLWithPath: file))
    rename(file, "\(queue)/new/\(Self.lastMessage)")
    await isDone.wait()
    return taken.withLock { $0 }
  }

  private func messagesInNew() -> [String] {
    // A folder that cannot be listed shows as messages that never arrive.
    (try? FileManager.default.contentsOfDirectory(atPath: "\(queue)/new").sorted()) ?? []
  }

  /// Takes at most `count` messages; false when the last message was among those in the queue.
  private func takeSome(_ count: Int) -> Bool {
    let names = messagesInNew()
    if names.contains(Self.lastMessage) {
      unlink("\(queue)/new/\(Self.lastMessage)")
      return false
    }
    for name in names.prefix(count) {
      onMessage()
      let claimed = "\(queue)/cur/\(name)"
      rename("\(queue)/new/\(name)", claimed)
      let text = (try? String(contentsOfFile: claimed, encoding: .utf8)) ?? "unreadable"
      unlink(claimed)
      taken.withLock { $0.append(Message(name: name, text: text)) }
    }
    return true
  }
}

#if os(Linux)
  /// Wakes up when a file is renamed into a folder (`inotify(7)`).
  private struct Arrivals: Sendable {
    private let file: FileHandle

    init(in folder: String) throws {
      let descriptor = inotify_init1(Int32(IN_CLOEXEC))
      guard descriptor >= 0, inotify_add_watch(descriptor, folder, UInt32(IN_MOVED_TO)) >= 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
      file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Waits until something has arrived since the last wait.
    func wait() {
      var events = [UInt8](repeating: 0, count: 4096)
      _ = read(file.fileDescriptor, &events, events.count)
    }
  }
#else
  private struct Arrivals: Sendable {
    init(in folder: String) throws {}

    func wait() { sched_yield() }
  }
#endif
