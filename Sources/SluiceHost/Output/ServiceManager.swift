import CProcess
import Diagnostics
import Foundation

/// The service manager that started this process, where it asks to hear of it: systemd, by sd_notify(3).
enum ServiceManager {
  /// Whether it asks.
  static var isListening: Bool { socket != nil }

  /// Says what the process is at; `systemctl status` shows it. One that does not listen any more changes nothing.
  static func status(_ text: String) {
    guard let socket else { return }
    _ = cprocess_notify(socket, "STATUS=\(text.replacingScalars("\n", with: " "))")
  }

  private static let socket = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"]
}
