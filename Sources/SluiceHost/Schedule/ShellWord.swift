import Diagnostics
import Settings

/// A text as one word of a shell.
enum ShellWord {
  /// The text, in quotes where it needs them.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.allSatisfy { $0.isAlphanumeric || "/-_.=".utf8.contains($0) }
    return isPlain ? text : "'\(text.replacingScalars("'", with: "'\\''"))'"
  }
}
