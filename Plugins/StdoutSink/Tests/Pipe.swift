import Foundation
import Synchronization

/// The two ends of a pipe, each closed once.
final class Pipe: Sendable {
  let writing: Int32
  private let reading: Int32
  private let open: Mutex<Set<Int32>>

  init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "a pipe can be made")
    (reading, writing) = (ends[0], ends[1])
    open = Mutex(Set(ends))
  }

  deinit {
    end(reading)
    end(writing)
  }

  func endWriting() { end(writing) }
  func endReading() { end(reading) }

  func stopBlocking() {
    _ = fcntl(writing, F_SETFL, O_NONBLOCK)
  }

  /// Begins to read to the end, on a thread of its own: sinks that wait for a reader may have all
  /// the threads that tasks run on.
  func startReading() -> AsyncStream<[UInt8]> {
    let (chunks, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    Thread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(self.reading, &buffer, buffer.count)
        if count <= 0 { break }
        continuation.yield(Array(buffer[..<count]))
      }
      continuation.finish()
    }.start()
    return chunks
  }

  private func end(_ descriptor: Int32) {
    if open.withLock({ $0.remove(descriptor) }) != nil { close(descriptor) }
  }
}
