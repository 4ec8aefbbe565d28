import SinkKit

extension CrashPoint {
  static let printed = CrashPoint("stdout.printed", "the lines of a batch are printed")
}
