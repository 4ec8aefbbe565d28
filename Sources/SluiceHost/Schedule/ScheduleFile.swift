/// A file for a scheduler.
struct ScheduleFile: Encodable {
  /// Its name, such as `sluice-nightly.timer`.
  let name: String
  let text: String
}

extension ExitStatus {
  /// The exit codes that another run at once cannot help with.
  static let final = allCases.filter { ![.done, .unreachable, .unfinished].contains($0) }
    .map(\.rawValue)
}
