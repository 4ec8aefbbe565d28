import SinkKit

extension CrashPoint {
  static let cutOff = CrashPoint("csv.cut_off", "what a run wrote in part is cut off, durably")
  static let opened = CrashPoint("csv.opened", "the file is as the last whole batch left it")
  static let noted = CrashPoint("csv.noted", "it is noted durably where the rows of a batch begin")
  static let appended = CrashPoint("csv.appended", "the rows of a batch are durable")
  static let delivered = CrashPoint("csv.delivered", "the note of a batch is removed, durably")
  static let finished = CrashPoint(
    "csv.finished", "consumers can tell durably that the file has all items of an export job")

  /// All of the sink's.
  static let ofCSV = [cutOff, opened, noted, appended, delivered, finished]
}
