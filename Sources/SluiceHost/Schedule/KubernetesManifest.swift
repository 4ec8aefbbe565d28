import Foundation
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
                  seccompProfile:
                    type: RuntimeDefault
                containers:
                  - name: sluice
                    image: \(quoted(image))
                    args: [run, \(quoted(job.file))]
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities:
                        drop: [ALL]
      \(indented(14, variables(job) + mounts(job)))
      \(indented(10, volumes(job)))

      """
  }

  private static func preparation(_ job: ScheduledJob) -> [String] {
    let file = URL(fileURLWithPath: job.file).lastPathComponent
    let values =
      job.variables.map { " --from-literal=\($0.name)=..." }
      + job.secrets.map { " --from-file=\(URL(fileURLWithPath: $0).lastPathComponent)" }
    return ["kubectl create configmap \(job.label) --from-file=\(file)"]
      + (values.isEmpty ? [] : ["kubectl create secret generic \(job.label)\(values.joined())"])
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
          "  - name: \(variable.name)", "    valueFrom:",
          "      secretKeyRef: { name: \(job.label), key: \(variable.name)\(optional) }",
        ]
      }
  }

  private static func mounts(_ job: ScheduledJob) -> [String] {
    let file = URL(fileURLWithPath: job.file).lastPathComponent
    return [
      "volumeMounts:",
      "  - { name: job, mountPath: \(quoted(job.file)), subPath: \(quoted(file)) }",
    ]
      + job.secrets.map { path in
        let name = URL(fileURLWithPath: path).lastPathComponent
        return "  - { name: secret, mountPath: \(quoted(path)), subPath: \(quoted(name)) }"
      }
      + job.folders.enumerated().map { index, folder in
        "  - { name: state, mountPath: \(quoted(folder)), subPath: folder-\(index + 1) }"
      }
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

  /// A text as a scalar of YAML in double quotes, which JSON's are too.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isAlphanumeric || "/-_.".utf8.contains($0) }
    return isPlain
      ? text : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
