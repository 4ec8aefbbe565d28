import Diagnostics
import JobFile
import Settings

/// The manifest of a job for Kubernetes: a CronJob, and the volume that it keeps its state in.
///
/// Every field is described in the reference of the Kubernetes API, under `CronJob` of `batch/v1`.
enum KubernetesManifest {
  static func files(for job: ScheduledJob, image: String) -> [ScheduleFile] {
    [ScheduleFile(name: "\(job.label).yaml", text: text(job, image: image))]
  }

  private static func text(_ job: ScheduledJob, image: String) -> String {
    let label = job.label
    return """
      # Runs the sluice job \(job.name) again and again. While one run goes on, no other is started.
      # Before the first one:
      \(preparation(job).map { "#   \($0)" }.joined(separator: "\n"))
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: \(label)
      spec:
        # One run at a time, whatever the cluster does.
        accessModes: [ReadWriteOncePod]
        resources:
          requests:
            storage: 1Gi
      ---
      apiVersion: batch/v1
      kind: CronJob
      metadata:
        name: \(label)
      spec:
        schedule: "\(job.interval.cron)"
        concurrencyPolicy: Forbid
        jobTemplate:
          spec:
      \(indented(6, limits(job)))
            # After 69 and 75 another run helps; with the others a person must look first.
            podFailurePolicy:
              rules:
                - action: FailJob
                  onExitCodes:
                    containerName: sluice
                    operator: In
                    values: [\(ExitStatus.final.map(String.init).joined(separator: ", "))]
                - action: Ignore
                  onPodConditions:
                    - type: DisruptionTarget
            template:
              spec:
                restartPolicy: Never
                automountServiceAccountToken: false
                # SIGTERM finishes the batch in hand.
                terminationGracePeriodSeconds: \(job.stopping.wholeSeconds)
                securityContext:
                  runAsNonRoot: true
                  runAsUser: 65532
                  runAsGroup: 65532
                  fsGroup: 65532
                  # Otherwise each start would give the group the right to write in the job's folders, and sluice keeps
                  # nothing where others can write.
                  fsGroupChangePolicy: OnRootMismatch
                  seccompProfile:
                    type: RuntimeDefault
                initContainers:
                  - name: folders
                    image: \(quoted(toolImage))
                    command: [mkdir, -p, -m, "0700"\(job.folders.map { ", " + quoted("/volume/\(key(of: $0))") }.joined())]
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities:
                        drop: [ALL]
                    volumeMounts:
                      - { name: state, mountPath: /volume }
                containers:
                  - name: sluice
                    image: \(quoted(image))
                    args: [run, \(quoted(job.file.replacingScalars("$(", with: "$$(")))]
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities:
                        drop: [ALL]
      \(indented(14, variables(job) + mounts(job)))
      \(indented(10, volumes(job)))

      """
  }

  /// What makes the job's folders on a new volume: the image of sluice has no such program.
  private static let toolImage = "docker.io/library/busybox:1.37"

  private static func preparation(_ job: ScheduledJob) -> [String] {
    let values =
      job.variables.map { " --from-literal=\($0.name)=..." }
      + job.secrets.map { " --from-file=\(key(of: $0))=\(ShellWord.quoted($0))" }
    return [
      "kubectl create configmap \(job.label) --from-file=job.yaml=\(ShellWord.quoted(job.file))"
    ] + (values.isEmpty ? [] : ["kubectl create secret generic \(job.label)\(values.joined())"])
      + job.keptFiles.map {
        "put \($0) on the volume, in \(key(of: ScheduledJob.parent(of: $0))), with mode 600 and owner 65532"
      }
  }

  private static func limits(_ job: ScheduledJob) -> [String] {
    ["backoffLimit: 3"]
      + (job.longest.map { longest in
        [
          "# The time of all four runs with their own deadlines, and the waits between them.",
          "activeDeadlineSeconds: \(4 * longest.wholeSeconds + 10 + 20 + 40)",
        ]
      } ?? [])
  }

  private static func variables(_ job: ScheduledJob) -> [String] {
    guard !job.variables.isEmpty else { return [] }
    return ["env:"]
      + job.variables.flatMap { variable in
        let optional = variable.isOptional ? ", optional: true" : ""
        return [
          "  - name: \(quoted(variable.name))", "    valueFrom:",
          "      secretKeyRef: { name: \(job.label), key: \(quoted(variable.name))\(optional) }",
        ]
      }
  }

  private static func mounts(_ job: ScheduledJob) -> [String] {
    ["volumeMounts:", "  - { name: job, mountPath: \(quoted(job.file)), subPath: job.yaml }"]
      + job.secrets.map { path in
        "  - { name: secret, mountPath: \(quoted(path)), subPath: \(quoted(key(of: path))) }"
      }
      + job.folders.map { folder in
        "  - { name: state, mountPath: \(quoted(folder)), subPath: \(quoted(key(of: folder))) }"
      }
  }

  /// What a path is called in the secret or on the volume. It follows from the path alone, so that what is added to a job
  /// file leaves every other folder where it is; two paths with one name are a ``problem(with:)``.
  private static func key(of path: String) -> String {
    String(
      path.dropFirst().map { character in
        if character == "/" { return "." }
        let isAllowed =
          character.isASCII
          && (character.isLetter || character.isNumber || "-_.".contains(character))
        return isAllowed ? character : "-"
      })
  }

  /// What keeps a job from running on Kubernetes, in words; nil where nothing does.
  static func problem(with job: ScheduledJob) -> String? {
    if let path = ([job.file] + job.secrets + job.folders).first(where: { $0.contains(":") }) {
      return "Kubernetes mounts no path with a colon: '\(path)'"
    }
    // The API's own limit, because the name of each run gets eleven characters more.
    if job.label.count > 52 {
      return "Kubernetes takes names of 52 characters, and '\(job.label)' has \(job.label.count)"
    }
    for names in [job.folders.map(key), job.secrets.map(key) + job.variables.map(\.name)] {
      if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
        return
          "two paths of the job would have the name '\(twice)' on Kubernetes: give one of them another"
      }
    }
    return nil
  }

  private static func volumes(_ job: ScheduledJob) -> [String] {
    ["volumes:", "  - { name: job, configMap: { name: \(job.label) } }"]
      + (job.secrets.isEmpty
        ? [] : ["  - { name: secret, secret: { secretName: \(job.label), defaultMode: 0440 } }"])
      + ["  - { name: state, persistentVolumeClaim: { claimName: \(job.label) } }"]
  }

  private static func indented(_ spaces: Int, _ lines: [String]) -> String {
    lines.map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
  }

  /// A text as a scalar of YAML in double quotes, which JSON's are too; a path without them.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      text.hasPrefix("/") && text.utf8.allSatisfy { $0.isAlphanumeric || "/-_.".utf8.contains($0) }
    return isPlain
      ? text
      : "\"\(text.replacingScalars("\\", with: "\\\\").replacingScalars("\"", with: "\\\""))\""
  }
}
