import CProcess
import Foundation

/// The memory of this process, in which tokens are.
enum ProcessMemory {
  /// The variable that turns reports of crashes on, as Swift's documentation has it
  /// (<https://github.com/swiftlang/swift/blob/main/docs/Backtracing.rst>).
  private static let variable = "SWIFT_BACKTRACE"

  /// Sees to it that a crash leaves no memory in a file or in a log; called before a secret is read.
  ///
  /// Swift's own report of a crash shows what the registers point to, so there is none unless a person asks
  /// for one with `SWIFT_BACKTRACE`, and then it is without registers.
  static func keepPrivate() {
    // Where this fails, limits of the machine's own are at work, and nothing better can be done.
    _ = cprocess_keep_memory_private()
    guard let options = ProcessInfo.processInfo.environment[variable] else {
      return removeCrashReports()
    }
    if !options.contains("registers=none") { restart(reporting: "\(options),registers=none") }
  }

  /// Sees to it that memory which a run needed for a moment is the system's again.
  static func returnLargeBlocks() { cprocess_return_large_blocks() }

  /// Leaves a crash to the system. The runtime reads its options before anything here runs.
  private static func removeCrashReports() {
    for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      var action = sigaction()
      // What is ignored stays ignored; only the runtime's handlers take this form.
      guard sigaction(number, nil, &action) == 0, action.sa_flags & SA_SIGINFO != 0 else {
        continue
      }
      signal(number, SIG_DFL)
    }
  }

  /// Begins again with other options of the runtime; without reports where that is impossible.
  private static func restart(reporting options: String) {
    setenv(variable, options, 1)
    execv("/proc/self/exe", CommandLine.unsafeArgv)
    removeCrashReports()
  }
}
