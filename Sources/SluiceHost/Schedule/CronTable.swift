import Settings

/// A table for cron, as the folder `/etc/cron.d` takes it.
enum CronTable {
  static func files(for job: ScheduledJob) -> [ScheduleFile] {
    // What ends up in the command of crontab(5): % would be a line end.
    let run = "\(quoted(job.binary)) run --quiet \(quoted(job.file))"
    let limited =
      job.longest.map {
        "timeout --kill-after=\(job.stopping.wholeSeconds) \($0.wholeSeconds) \(run)"
      } ?? run
    let environment =
      job.variables.isEmpty ? "" : "set -a; . \(quoted(job.environmentFile)); set +a; "
    let needs =
      job.variables.isEmpty
      ? "" : "# \(job.environmentFile) sets \(job.variablesInWords), and \(job.user) can read it.\n"
    return [
      ScheduleFile(
        // A name with a dot would be passed over.
        name: job.label,
        text: """
          # Runs the sluice job \(job.name) again and again. While one run goes on, the next one ends at once.
          # A run that goes well writes nothing, so that a mail of cron is one to read. 75 is no failure: the next run goes on.
          # \(job.user) can write to \(job.folders.joined(separator: ", ")).
          \(needs)SHELL=/bin/sh
          PATH=/usr/local/bin:/usr/bin:/bin
          MAILTO=root
          \(job.interval.cron) \(job.user) \(environment)\(limited.replacing("%", with: "\\%")) || [ $? -eq 75 ] || echo "the sluice job \(job.name) needs somebody to look"

          """)
    ]
  }

  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { $0.isAlphanumeric || "/-_.".utf8.contains($0) }
    return isPlain ? path : "'\(path.replacing("'", with: "'\\''"))'"
  }
}
