import ExportModel
import Foundation
import JobFile
import PageSourceKit
import SinkKit

/// What a scheduler must know of a job.
struct ScheduledJob {
  /// What each run may take beyond its deadline and its grace: for the pings, each of which may take its longest,
  /// and for a slow disk.
  private static let slack = RunPings.longest * 3 + .seconds(30)

  let name: Name
  /// The job file, as an absolute path.
  let file: String
  /// The program, as an absolute path.
  let binary: String
  /// The user that runs it.
  let user: String
  let interval: RunInterval
  /// How long a run may take, with the wait for another one; nil where it has no deadline.
  let longest: Duration?
  /// How long a run may take to stop.
  let stopping: Duration
  /// The environment variables that the file takes values from.
  let variables: [OutsideNames.Variable]
  /// The files that it takes values from.
  let secrets: [String]
  /// The folders that a run writes to, none of them in another.
  let folders: [String]
  /// Those of them that are the job's alone: its state, and the directories of its sinks.
  let ownFolders: [String]
  /// The files that the source replaces, which must be there before the first run.
  let keptFiles: [String]

  init(
    _ definition: JobDefinition, _ outside: OutsideNames, file: String, binary: String,
    user: String, interval: RunInterval
  ) {
    name = definition.name
    self.file = file
    self.binary = binary
    self.user = user
    self.interval = interval
    let grace = definition.run.shutdownGrace
    let wait: Duration = if case .wait(let most) = definition.run.whenBusy { most } else { .zero }
    longest = definition.run.deadline.map { wait + $0 + grace + Self.slack }
    stopping = grace + Self.slack
    variables = outside.variables
    secrets = outside.files
    keptFiles = definition.source.keptFiles
    let own =
      [definition.stateFolder]
      + definition.routes.flatMap(\.sink.claims).compactMap { claim in
        if case .directory(let path) = claim { path } else { nil }
      }
    ownFolders = Self.outermost(own)
    folders = Self.outermost(own + Self.parentsOfFiles(definition))
  }

  /// The variables in words, for a comment.
  var variablesInWords: String {
    variables.map { $0.isOptional ? "\($0.name) (may be left out)" : $0.name }
      .joined(separator: ", ")
  }

  /// The name of the unit, the manifest and the table.
  var label: String { "sluice-\(name)" }

  /// The file that the variables are set in.
  var environmentFile: String { "/etc/sluice/\(name).env" }

  /// What keeps the job from being on any schedule, in words; nil where nothing does.
  var problem: String? {
    let paths = [file, binary] + secrets + folders
    if paths.contains(where: { path in
      path.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }) {
      return "a path of the job has a character that no schedule can have, such as a line end"
    }
    return folders.contains("/")
      ? "the job writes a file right into '/': give it a folder of its own" : nil
  }

  private static func parentsOfFiles(_ definition: JobDefinition) -> [String] {
    let claimed = definition.routes.flatMap(\.sink.claims).compactMap { claim -> String? in
      switch claim {
      case .file(let path), .part(_, _, let path, _): path
      case .directory, .exclusive: nil
      }
    }
    let observed = [definition.observe.receipts, definition.observe.textfile]
    return (claimed + observed.compactMap(\.self) + definition.source.keptFiles).map(parent)
  }

  /// The folders that are not in another one of them.
  private static func outermost(_ folders: [String]) -> [String] {
    let all = Set(folders)
    return all.filter { path in
      !all.contains { $0 != path && path.hasPrefix($0.hasSuffix("/") ? $0 : "\($0)/") }
    }.sorted()
  }

  /// The folder of a file.
  static func parent(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}

extension Duration {
  /// The duration in whole seconds, not less than it is.
  var wholeSeconds: Int { Int(seconds.rounded(.up)) }
}

/// How often a job is run: a part of an hour or of a day, so that every scheduler can say it.
struct RunInterval: Equatable {
  private enum Unit { case minutes, hours }

  private let count: Int
  private let unit: Unit

  /// Reads `10m` or `6h`; nil where the time is no part of an hour or of a day.
  init?(_ text: String) {
    let unit: Unit
    switch text.last {
    case "m": unit = .minutes
    case "h": unit = .hours
    default: return nil
    }
    guard let count = Int(text.dropLast()), count > 0,
      unit == .minutes ? 60 % count == 0 : 24 % count == 0
    else { return nil }
    // An hour and a day begin where the next smaller unit is zero.
    self.count = unit == .minutes && count == 60 ? 1 : count
    self.unit = unit == .minutes && count == 60 ? .hours : unit
  }

  /// In the form of crontab(5), which Kubernetes uses too.
  var cron: String {
    switch (unit, count) {
    case (.minutes, 1): "* * * * *"
    case (.minutes, _): "*/\(count) * * * *"
    case (.hours, 1): "0 * * * *"
    case (.hours, 24): "0 0 * * *"
    case (.hours, _): "0 */\(count) * * *"
    }
  }

  /// In the form of systemd.time(7).
  var calendar: String {
    switch (unit, count) {
    case (.minutes, 1): "*:*"
    case (.minutes, _): "*:0/\(count)"
    case (.hours, 1): "*:00"
    case (.hours, 24): "*-*-* 00:00"
    case (.hours, _): "*-*-* 0/\(count):00"
    }
  }

  /// The seconds from one run to the next.
  var seconds: Int { count * (unit == .minutes ? 60 : 3600) }
}
