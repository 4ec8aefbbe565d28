import Diagnostics

/// A table for cron, as the folder `/etc/cron.d` takes it.
enum CronTable {
  static func files(for job: ScheduledJob) -> [ScheduleFile] {
    // What ends up in the command of crontab(5): % would be a line end.
    let run = "\(ShellWord.quoted(job.binary)) run --quiet \(ShellWord.quoted(job.file))"
    let limited =
      job.longest.map {
        "timeout --kill-after=\(job.stopping.wholeSeconds) \($0.wholeSeconds) \(run)"
      } ?? run
    let environment =
      job.variables.isEmpty ? "" : "set -a; . \(ShellWord.quoted(job.environmentFile)); set +a; "
    let readable = (job.variables.isEmpty ? [] : [job.environmentFile]) + job.secrets
    let needs =
      (job.variables.isEmpty
        ? "" : "# \(job.environmentFile) sets \(job.variablesInWords).\n")
      + job.keptFiles.map { "# \(job.user) owns \($0) and its folder.\n" }.joined()
      + (readable.isEmpty ? "" : "# \(job.user) can read \(readable.joined(separator: ", ")).\n")
    return [
      ScheduleFile(
        // A name with a dot would be passed over.
        name: job.label,
        text: """
          # Runs the sluice job \(job.name) again and again. While one run goes on, no other does anything.
          # A run that goes well writes nothing, so that a mail of cron is one to read. 75 is no failure: the next run goes on.
          # \(job.user) can write to \(job.folders.joined(separator: ", ")).
          \(needs)SHELL=/bin/sh
          PATH=/usr/local/bin:/usr/bin:/bin
          MAILTO=root
          \(job.interval.cron) \(job.user) \(environment)\(limited.replacingScalars("%", with: "\\%")) || [ $? -eq 75 ] || echo "the sluice job \(job.name) needs somebody to look"

          """)
    ]
  }
}
