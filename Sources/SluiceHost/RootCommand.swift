import ArgumentParser
import Diagnostics
import Foundation

/// The command of the program; each of its subcommands is a file under `Commands`.
struct RootCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Retrieves the items of a Pleo export job and hands each to the sinks of a job file.",
    discussion: """
      Start with:  sluice init, then: sluice check FILE, and: sluice run FILE

      Exit codes: 0 done; 64 wrong arguments; 65 a person must look; 66 no such job file; 69 unreachable; \
      70 a bug in sluice; 74 disk; 75 not finished, run again; 76 the API answered what it must not; \
      77 refused; 78 the job file is wrong.
      """,
    version: Version.full,
    subcommands: [
      RunCommand.self, CheckCommand.self, PlanCommand.self, StatusCommand.self, RunsCommand.self,
      ItemsCommand.self,
      ExplainCommand.self, RejectsCommand.self, StateCommand.self, ScheduleCommand.self,
      ReportCommand.self,
      TestCommand.self, ProveCommand.self,
      InitCommand.self, NewSinkCommand.self, FmtCommand.self,
      SchemaCommand.self, SinksCommand.self, FieldsCommand.self, SandboxCommand.self,
    ])

  static func main() async {
    var running: (any ParsableCommand.Type)?
    do {
      try refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
      var command = try parseAsRoot()
      running = type(of: command)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      if let running, let mistake = error as? ValidationError { end(mistake, of: running) }
      end(error)
    }
  }

  /// Arguments that a command found wrong only when it ran: with the usage of that command.
  private static func end(_ mistake: ValidationError, of command: any ParsableCommand.Type) {
    guard !UsageError.wantsJSON(CommandLine.arguments) else { return }
    let name = command.configuration.commandName ?? ""
    Console.note(
      """
      Error: \(mistake.message)
      Usage: \(usageString(for: command).split(separator: ": ", maxSplits: 1).last ?? "")
        See 'sluice \(name) --help' for more information.
      """)
    ExitStatus.usage.endAtOnce()
  }

  /// Help, version and completions are data too: what is cut must not look whole. A command that was to
  /// end with an envelope and has not written one ends with that of its error.
  private static func end(_ error: any Error) -> Never {
    if let failure = error as? CommandFailure { end(failure) }
    var text = fullMessage(for: error)
    while text.last?.isNewline == true { text.removeLast() }
    let code = exitCode(for: error)
    if code.isSuccess {
      guard !text.isEmpty else { exit(withError: error) }
      do {
        try Console.data(text)
      } catch {
        exit(withError: error)
      }
      exit()
    }
    guard UsageError.wantsJSON(CommandLine.arguments), !EnvelopeMemory.isWritten else {
      if !text.isEmpty { Console.note(text) }
      Foundation.exit(code.rawValue)
    }
    let envelope = UsageError.envelope(
      for: message(for: error), code: code.rawValue, arguments: CommandLine.arguments,
      commands: configuration.subcommands.compactMap { $0.configuration.commandName })
    try? envelope.print()
    Foundation.exit(code.rawValue)
  }

  private static func end(_ failure: CommandFailure) -> Never {
    let command = CommandLine.arguments.dropFirst().first ?? "sluice"
    if UsageError.wantsJSON(CommandLine.arguments) {
      try? Envelope<Nothing>(
        command: command, status: failure.status, result: nil, findings: [failure.finding]
      ).print()
    } else {
      Console.styled(
        FindingRenderer(texts: [:], color: Console.hasColor).render(failure.finding))
    }
    Foundation.exit(failure.status.rawValue)
  }

  private static func refuseUnknownCommand(_ word: String?) throws {
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !known.contains(word) else { return }
    throw ValidationError(
      "'\(word)' is not a command; \(Suggestion.help(for: word, among: known))")
  }
}
