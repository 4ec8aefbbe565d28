import Foundation
import Logging
import Synchronization
import Testing

@testable import SluiceHost

/// The log on stderr: lines of text, or JSON Lines.
@Suite struct RunLogHandlerTests {
  @Test func asJSONEveryEventIsOneJSONObjectOnALine() throws {
    let line = try #require(
      logged(isText: false) { $0.error("no \"disk\"\nleft", hint: "free some space") })
    #expect(!line.contains("\n"))
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(
      object == [
        "time": "2026-05-01T10:00:00.250Z", "level": "error", "message": "no \"disk\"\nleft",
        "hint": "free some space", "job": "nightly",
      ])
  }

  @Test func numbersStayNumbers() throws {
    let line = try #require(
      logged(isText: false) {
        $0.info("x", metadata: ["page": .number(3), "seconds": .number(0.5)])
      })
    #expect(line.contains(#""page":3"#))
    #expect(line.contains(#""seconds":0.5"#))
  }

  @Test func asTextAnEventIsALineWithItsHintBelow() {
    let line = logged(isText: true) { $0.error("no disk left", hint: "free some space") }
    #expect(line == "error: no disk left\n      free some space")
  }

  private struct Beneath: Error, CustomStringConvertible { let description = "EIO in read" }

  @Test func whatLiesBeneathAnErrorIsShownWhereMoreIsWanted() throws {
    func log(_ logger: Logger) {
      logger.error("no disk", metadata: Logger.Metadata().adding(Beneath(), beside: "no disk"))
    }
    #expect(logged(isText: true) { log($0) } == "error: no disk")
    #expect(
      logged(isText: true, level: .debug) { log($0) }
        == "error: no disk\n      caused by: EIO in read")
    #expect(try #require(logged(isText: false) { log($0) }).contains(#""cause":"EIO in read""#))
    let said = "no disk: EIO in read"
    #expect(Logger.Metadata().adding(Beneath(), beside: said).isEmpty, "the message says it")
  }

  /// The text logs of two jobs in one file had neither a time nor a job.
  @Test func asTextInAFileALineSaysWhenAndOfWhichJob() {
    let line = logged(isText: true, hasTime: true) { $0.error("no disk left", hint: nil) }
    #expect(line == "2026-05-01T10:00:00.250Z nightly error: no disk left")
  }

  @Test func colorIsOnlyAddedWhereTheTerminalHasIt() {
    let line = logged(isText: true, hasColor: true) { $0.warning("slow") }
    #expect(line == "\u{1B}[33;1mwarning\u{1B}[0m: slow")
  }

  @Test func whatTheOtherSideSaysCannotDriveTheTerminal() {
    let line = logged(isText: true) { $0.warning("it said \u{1B}[2Jgone") }
    #expect(line == "warning: it said \u{FFFD}[2Jgone")
  }

  @Test func whatIsBelowTheLevelIsNotWritten() {
    #expect(logged(isText: true) { $0.debug("page 1 has 100 items") } == nil)
  }

  /// What one event writes.
  private func logged(
    isText: Bool, hasColor: Bool = false, hasTime: Bool = false, level: Logger.Level = .info,
    _ log: (Logger) -> Void
  ) -> String? {
    let lines = Lines()
    var logger = Logger(label: "test") { _ in
      RunLogHandler(
        level: level, isText: isText, hasColor: hasColor, hasTime: hasTime,
        now: { 1_777_629_600_250 },
        write: lines.append)
    }
    logger[metadataKey: "job"] = "nightly"
    log(logger)
    return lines.all.first
  }
}

/// Lines that were written.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func append(_ line: String) { lines.withLock { $0.append(line) } }
}
