import CrashPoints
import ExportEngine
import ExportLedger
import Foundation
import JobFile
import SinkKit

extension CrashPoint {
  /// Those that runs pass that deliver to sinks of these kinds.
  static func all(of sinks: [SinkDescriptor]) -> [CrashPoint] {
    ofLedger + ofEngine + sinks.flatMap(\.crashPoints)
  }

  /// Begins the countdown to the death that the process is to die, if any; ends the command where the process is to die at a point that there is not: it would not die, and whoever asked
  /// for it would learn something wrong.
  static func beginAsSet() throws {
    guard let text = ProcessInfo.processInfo.environment[variable] else { return }
    let names = all(of: PluginCatalog.compiledIn.sinks.modules.map { $0.descriptor }).map(\.name)
    guard let setting = CrashSetting(text) else {
      throw CommandFailure(
        status: .usage, message: "\(variable) is '\(text)', which is not a point and a number",
        help:
          "write which time that the run passes a point it dies at: run.position_moved:2; or after:2500, in microseconds"
      )
    }
    beginCountdown()
    guard setting.point == CrashSetting.after || names.contains(setting.point) else {
      throw CommandFailure(
        status: .usage, message: "\(variable) has no point of this program: '\(setting.point)'",
        help: "'sluice prove --list' lists them")
    }
  }
}
