import Diagnostics

/// Why a command that has no job file to speak about could not do its work.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String
  let help: String?

  /// What is reported of it.
  var finding: Diagnostic { Diagnostic(id: .commandFailed, message, at: nil, help: help) }
}
