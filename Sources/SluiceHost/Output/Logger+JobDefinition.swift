import JobFile
import Logging

extension Logger {
  /// The log of what is done for one job definition, as the definition wants it.
  init(_ definition: JobDefinition, isVerbose: Bool = false) {
    self.init(definition.observe.log, isVerbose: isVerbose)
    self[metadataKey: "job"] = "\(definition.name)"
  }

  /// A log as a job definition wants it.
  ///
  /// - Parameter isVerbose: whether to log at level debug, whatever the definition says.
  init(_ settings: LogSettings, isVerbose: Bool) {
    let level = isVerbose ? .debug : settings.level.forLogger
    let isText = settings.format == .auto ? Console.isTerminal : settings.format == .text
    self.init(label: "sluice") { _ in
      RunLogHandler(
        level: level, isText: isText, hasColor: Console.hasColor, hasTime: !Console.isTerminal)
    }
  }
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
