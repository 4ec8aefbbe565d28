import Diagnostics
import JobFile

/// The units of a job for systemd: a service that is one run, and a timer that starts it.
///
/// Every setting is described in systemd.service(5), systemd.exec(5), systemd.kill(5) and systemd.timer(5).
enum SystemdUnits {
  static func files(for job: ScheduledJob) -> [ScheduleFile] {
    [
      ScheduleFile(name: "\(job.label).service", text: service(job)),
      ScheduleFile(name: "\(job.label).timer", text: timer(job)),
    ]
  }

  private static func timer(_ job: ScheduledJob) -> String {
    """
    # Runs \(job.label).service again and again. While one run goes on, no other is started.

    [Unit]
    Description=Run the sluice job \(job.name)

    [Timer]
    OnCalendar=\(job.interval.calendar)
    # A run that was missed while the machine was off is made up for.
    Persistent=true

    [Install]
    WantedBy=timers.target

    """
  }

  private static func service(_ job: ScheduledJob) -> String {
    let timeout = job.longest.map { "\($0.wholeSeconds)s" } ?? "infinity"
    let final = ExitStatus.final.map(String.init).joined(separator: " ")
    return """
      # One run of the sluice job \(job.name).
      # Before the first one:
      \(preparation(job).map { "#   \($0)" }.joined(separator: "\n"))

      [Unit]
      Description=The sluice job \(job.name)
      Wants=network-online.target
      After=network-online.target
      # At most three runs that could not reach the API or a sink, one after another.
      StartLimitIntervalSec=\(max(job.interval.seconds, 300))
      StartLimitBurst=3

      [Service]
      Type=oneshot
      ExecStart=\(argument(job.binary)) run \(argument(job.file))
      User=\(job.user)
      \(values(job))\
      # The run's own deadline and grace, and what it takes to say how it ended.
      TimeoutStartSec=\(timeout)
      TimeoutStopSec=\(job.stopping.wholeSeconds)s
      # The signal is for sluice alone, which finishes the batch in hand.
      KillMode=mixed
      NotifyAccess=main
      # 75 is no failure: progress is saved, and the timer starts the next run. After 69 another one at once may help; with the
      # others a person must look first.
      SuccessExitStatus=75
      Restart=on-failure
      RestartSec=60
      RestartPreventExitStatus=\(final)

      # What a run has no need of.
      \(hardening(job).joined(separator: "\n"))

      """
  }

  private static func preparation(_ job: ScheduledJob) -> [String] {
    ["useradd --system --user-group --no-create-home \(job.user)"]
      + job.ownFolders.map {
        "install -d -o \(job.user) -g \(job.user) -m 700 \(ShellWord.quoted($0))"
      }
      + job.folders.filter { !job.ownFolders.contains($0) }
      .map { "let \(job.user) write to \($0)" }
      + job.keptFiles.map {
        "let \(job.user) own \($0) and its folder: sluice replaces the refresh token in it"
      }
      + job.secrets.filter { OutsideValues.credentialName(of: $0) == nil }
      .map { "let \(job.user) read \($0)" }
      + (job.variables.isEmpty
        ? []
        : [
          "install -m 600 /dev/null \(job.environmentFile), and set in it: \(job.variablesInWords)"
        ])
  }

  /// Where the values from outside the job file come from. The service's user needs no right to read the files.
  private static func values(_ job: ScheduledJob) -> String {
    var lines: [String] = []
    if !job.variables.isEmpty { lines.append("EnvironmentFile=\(job.environmentFile)") }
    let credentials = job.secrets.compactMap(OutsideValues.credentialName)
    if !credentials.isEmpty {
      lines.append("# Only root need be able to read these: the run has copies of its own.")
    }
    for name in credentials {
      lines.append(
        "LoadCredential=\(escaped("\(name):\(OutsideValues.secretsFolder)/\(name)"))")
    }
    return lines.map { "\($0)\n" }.joined()
  }

  private static func hardening(_ job: ScheduledJob) -> [String] {
    let paths = job.folders + job.secrets + [job.file, job.binary]
    let usesHome = paths.contains { path in
      ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) }
    }
    let usesTemporary = paths.contains { $0.hasPrefix("/tmp/") || $0.hasPrefix("/var/tmp/") }
    return [
      "ProtectSystem=strict",
      "ReadWritePaths=\(job.folders.map(quoted).joined(separator: " "))",
      usesHome ? nil : "ProtectHome=true",
      usesTemporary ? nil : "PrivateTmp=true",
      "PrivateDevices=true", "ProtectClock=true", "ProtectControlGroups=true",
      "ProtectHostname=true", "ProtectKernelLogs=true", "ProtectKernelModules=true",
      "ProtectKernelTunables=true", "ProtectProc=invisible", "NoNewPrivileges=true",
      "CapabilityBoundingSet=", "LockPersonality=true", "MemoryDenyWriteExecute=true",
      "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "RestrictNamespaces=true",
      "RestrictRealtime=true", "RestrictSUIDSGID=true", "SystemCallArchitectures=native",
      "SystemCallFilter=@system-service", "UMask=0077", "LimitCORE=0",
    ].compactMap(\.self)
  }

  /// An argument of a command, in which no variable is put in (systemd.service(5), *Command lines*).
  private static func argument(_ text: String) -> String {
    quoted(text.replacingScalars("$", with: "$$"))
  }

  /// A text as one word of a unit file (systemd.syntax(7), *Quoting*).
  private static func quoted(_ text: String) -> String {
    let text = escaped(text)
    guard text.contains(where: { " \t\"';\\".contains($0) }) else { return text }
    return "\"\(text.replacingScalars("\\", with: "\\\\").replacingScalars("\"", with: "\\\""))\""
  }

  /// A text in which nothing is a specifier.
  private static func escaped(_ text: String) -> String { text.replacingScalars("%", with: "%%") }
}
