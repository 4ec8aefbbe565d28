import JobFile
import Logging

extension Logger {
  /// The log of what is done for one job definition, as the definition wants it.
  init(_ definition: JobDefinition, _ verbosity: Verbosity = .asDefined) {
    self.init(definition.observe.log, verbosity)
    self[metadataKey: "job"] = "\(definition.name)"
  }

  /// A log as a job definition and the command line want it.
  init(_ settings: LogSettings, _ verbosity: Verbosity) {
    let level =
      switch verbosity {
      case .asDefined: settings.level.forLogger
      case .verbose: Logger.Level.debug
      case .quiet: max(Logger.Level.warning, settings.level.forLogger)
      }
    let isText = settings.format == .auto ? Console.isTerminal : settings.format == .text
    self.init(label: "sluice") { _ in
      RunLogHandler(
        level: level, isText: isText, hasColor: Console.hasColor, hasTime: !Console.isTerminal)
    }
  }
}

/// How much the command line wants to be logged.
enum Verbosity {
  /// What the job definition says.
  case asDefined
  /// Everything.
  case verbose
  /// What went wrong, or needs a person.
  case quiet
}

extension LogSettings.Level {
  /// The level as the log has it.
  fileprivate var forLogger: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .warning: .warning
    case .error: .error
    }
  }
}
