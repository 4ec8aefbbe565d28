import Diagnostics

/// An ending that came before the command could say anything: arguments that it does not take, or an
/// error that it did not expect.
enum UsageError {
  /// Whether the command line asks for JSON, be the rest of it right or wrong.
  static func wantsJSON(_ arguments: [String]) -> Bool {
    arguments.contains("--format=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }

  /// The envelope of the ending.
  ///
  /// - Parameter commands: the names of all commands.
  static func envelope(
    for message: String, code: Int32, arguments: [String], commands: [String]
  ) -> Envelope<Nothing> {
    let given = arguments.dropFirst().first ?? ""
    let command = commands.contains(given) ? given : "sluice"
    let isUsage = code == ExitStatus.usage.rawValue
    let finding = Diagnostic(
      id: isUsage ? .commandUsage : .commandFailed,
      message.isEmpty ? "the command failed" : message,
      at: nil,
      help: isUsage ? "sluice help\(command == "sluice" ? "" : " \(command)")" : nil)
    return Envelope(
      command: command, status: ExitStatus(rawValue: code) ?? .bug, result: nil, findings: [finding]
    )
  }
}
