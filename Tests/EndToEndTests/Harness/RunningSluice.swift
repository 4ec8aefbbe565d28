import Foundation

/// A `sluice` that was started; what it writes is read all the while, so that it never waits.
final class RunningSluice: Sendable {
  /// A line that it has written.
  enum Line: Sendable {
    case out(String)
    case note(String)
  }

  /// The process has ended, which its pipes may not have.
  let isGone = Moment()
  private let process: Process
  private let end: Task<Ended, Never>

  init(
    _ process: Process, gate: Gate?, onLine: @escaping @Sendable (Line) -> Void
  ) throws {
    let (exits, exit) = AsyncStream.makeStream(of: Ended.Exit.self)
    process.terminationHandler = { [isGone] process in
      isGone.happen()
      let status = process.terminationStatus
      exit.yield(process.terminationReason == .exit ? .code(status) : .signal(status))
      exit.finish()
    }
    let (stdout, stderr) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    self.process = process
    let out = Self.read(stdout, gate: gate) { onLine(.out($0)) }
    let notes = Self.read(stderr, gate: nil) { onLine(.note($0)) }
    end = Task {
      async let outText = Self.text(of: out)
      async let noteText = Self.text(of: notes)
      let exit = await exits.first { _ in true } ?? .code(-1)
      return Ended(exit: exit, stdout: await outText, stderr: await noteText)
    }
  }

  deinit { send(SIGKILL) }

  /// Its number.
  var pid: Int32 { process.processIdentifier }

  /// Sends it a signal, if it still runs.
  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Waits for its end.
  func ended() async -> Ended { await end.value }

  /// Reads a pipe to its end on a thread of its own, for a read blocks.
  private static func read(
    _ pipe: Pipe, gate: Gate?, onLine: @escaping @Sendable (String) -> Void
  ) -> AsyncStream<[UInt8]> {
    let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let file = pipe.fileHandleForReading
    Thread.detachNewThread {
      var lines = LineCutter()
      var gate = gate
      var buffer = [UInt8](repeating: 0, count: 64 * 1024)
      while true {
        let count = Foundation.read(file.fileDescriptor, &buffer, gate == nil ? buffer.count : 1)
        guard count > 0 else { break }
        continuation.yield(Array(buffer[..<count]))
        lines.cut(buffer[..<count], onLine)
        if let held = gate {
          gate = nil
          if held.hold() == .goAway { break }
        }
      }
      try? file.close()
      continuation.finish()
    }
    return chunks
  }

  private static func text(of chunks: AsyncStream<[UInt8]>) async -> String {
    String(decoding: await chunks.reduce(into: [UInt8]()) { $0 += $1 }, as: UTF8.self)
  }
}

/// Cuts a stream of bytes into lines.
private struct LineCutter {
  private var rest: [UInt8] = []

  mutating func cut(_ bytes: ArraySlice<UInt8>, _ onLine: (String) -> Void) {
    rest += bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      onLine(String(decoding: rest[..<end], as: UTF8.self))
      rest.removeSubrange(...end)
    }
  }
}

/// Holds a reader after its first byte, so that whoever writes more than a pipe holds is known to
/// be in the middle of it.
final class Gate: Sendable {
  enum Order { case goOn, goAway }

  /// The first byte was read, and no other will be.
  let isReached = Moment()
  private let opened = DispatchSemaphore(value: 0)
  private let order: Order

  /// - Parameter order: what the reader does when the gate opens.
  init(then order: Order) { self.order = order }

  func open() { opened.signal() }

  fileprivate func hold() -> Order {
    isReached.happen()
    opened.wait()
    return order
  }
}

/// Something that happens once, and that one task waits for.
struct Moment: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func happen() {
    continuation.yield()
    continuation.finish()
  }

  func wait() async {
    for await _ in stream { return }
  }
}
