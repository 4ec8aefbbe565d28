import CSVRows
import SinkKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Prints each batch with one `write(2)` where the descriptor takes it whole.
///
/// The process must ignore `SIGPIPE`, else a reader that is gone ends it before any error.
actor StdoutSink: Sink {
  /// Where the lines go: 1, but in tests.
  private let descriptor: Int32
  /// How rows are written; nil for JSON Lines.
  private let rows: CSVFormat?
  private var hasHeader = false

  init(descriptor: Int32, rows: CSVFormat? = nil) {
    self.descriptor = descriptor
    self.rows = rows
  }

  func deliver(_ batch: ItemBatch) async throws(SinkError) -> DeliveryReceipt {
    var lines: [UInt8] = []
    lines.reserveCapacity(140 * batch.items.count)
    if let rows {
      if !hasHeader { lines += rows.header }
      for item in batch.items { lines += rows.row(item) }
    } else {
      for item in batch.items { lines += item.jsonLine }
    }
    try write(lines)
    hasHeader = true
    CrashPoint.printed.pass()
    return DeliveryReceipt(written: batch.items.count)
  }

  func close() async throws(SinkError) {}

  private func write(_ bytes: [UInt8]) throws(SinkError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = systemWrite(descriptor, rest, rest.count)
      let code = errno
      if count >= 0 {
        rest.removeFirst(count)
      } else if code == EAGAIN {
        waitUntilWritable()
      } else if code != EINTR {
        throw Self.error(code)
      }
    }
  }

  /// Waits as a blocking descriptor would by itself: whoever shares the pipe or the terminal may
  /// have made it non-blocking for all.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, -1)
  }

  private static func error(_ code: Int32) -> SinkError {
    switch code {
    case EPIPE:
      SinkError(
        .storage, "standard output is closed: the program that read it has gone",
        hint: "let the reader read to the end, or write into a file")
    case EBADF:
      SinkError(
        .storage, "standard output is not open for writing",
        hint: "start sluice with its standard output connected to a file or a pipe")
    default:
      SinkError(
        .storage, "cannot write to standard output: \(String(cString: strerror(code)))",
        hint: "items of this batch may be there already; they will be printed again")
    }
  }
}

/// `write(2)`, under a name that no method hides.
private let systemWrite = write
