import Diagnostics
import DurableFiles
import Settings

/// The section `run`: its settings, and what they come to.
enum RunSection {
  static let state = Setting<String?>(
    "state", ValueType.path.optional, default: nil,
    "The folder of the ledger and the lock; without one, .sluice/<job> beside the file.")
  static let access = Setting(
    "access", ValueType.choice(FileAccess.self), default: .owner,
    "Who may look at the state folder: the user who runs sluice alone, or its group as well.")
  static let deadline = Setting<Duration?>(
    "deadline", ValueType.duration.optional, default: nil,
    "How long a run may take before it stops between two batches; without one, as long as it needs."
  )
  static let shutdownGrace = Setting(
    "shutdown_grace", ValueType.duration, default: .seconds(30),
    "How long the batch in hand may take after a stop; then the run ends without waiting for it.")
  static let whenBusy = Setting(
    "when_busy", ValueType.busyPolicy, default: .fail,
    "What to do while another run holds the lock.")
  static let keep = Setting<Duration?>(
    "keep", ValueType.days.optional, default: nil,
    "How long the ledger keeps runs, and export jobs that have ended and of which nothing is owed; without one, "
      + "for good.")

  /// What the section says.
  struct Values {
    let state: String?
    let stateSpan: SourceSpan?
    let settings: RunSettings
  }

  static let section = SettingsSection(
    "'run'", [state, access, deadline, shutdownGrace, whenBusy, keep]
  ) { run in
    Values(
      state: run[state], stateSpan: run.writtenSpan(of: state),
      settings: RunSettings(
        access: run[access], deadline: run[deadline], shutdownGrace: run[shutdownGrace],
        whenBusy: run[whenBusy], keep: run[keep]))
  }
}

/// The mapping that says how long to wait for another run.
enum WaitSection {
  static let wait = Setting(
    "wait", ValueType.duration, "How long to wait for the other run to end.")

  static let settings: [any DeclaredSetting] = [wait]
}

extension ValueType where Value == BusyPolicy {
  /// `fail`, or a mapping with the time to wait.
  static var busyPolicy: ValueType {
    let (name, example) = ("fail or a time to wait", "{ wait: 30s }")
    return ValueType(
      name: name, example: example,
      shape: .either([.choice(["fail"]), .settings(WaitSection.settings)]),
      read: { node, context, findings in
        if case .mapping = node.content {
          return CheckedSettings(
            node, of: "'when_busy'", declared: WaitSection.settings, context: context,
            findings: &findings
          ).map { .wait($0[WaitSection.wait]) }
        }
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        if scalar.text == "fail" { return .fail }
        findings.add(
          Diagnostic(
            id: .settingsChoice, "'\(scalar.written)' is not \(name)", at: node.span,
            help: "write fail or \(example)"))
        return nil
      },
      write: { value in
        switch value {
        case .fail: "fail"
        case .wait(let time): "{ wait: \(ValueType<Duration>.duration.write(time)) }"
        }
      })
  }
}
