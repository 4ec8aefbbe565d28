import Foundation
import TestSupport
import Testing

/// The manifest of a job for Kubernetes.
@Suite(.timeLimit(.minutes(15)))
struct KubernetesTests {
  @Test func theSchemaOfKubernetesAcceptsTheManifest() async throws {
    try await ScheduleTests.printed("kubernetes") { site in
      let ended = try await site.sluice.run(
        shell: """
          PYTHONPATH=\(ScheduleTests.root)/.build/tools/python python3 -m kubernetes_validate \
            --strict sluice-nightly.yaml
          """)
      #expect(ended.exit == .code(0), "\(ended.stdout) \(ended.stderr)")
      #expect(!ended.stdout.contains("WARN"), "\(ended.stdout)")
    }
  }

  #if os(Linux)
    /// The folders of a volume were for its group to write in, and each run was refused.
    @Test(.enabled(if: geteuid() == 0, "only root can give a folder to another group"))
    func aRunKeepsItsFilesOnAVolumeOfKubernetes() async throws {
      try await ScheduleTests.printed("kubernetes") { site in
        let manifest = try site.text("sluice-nightly.yaml")
        #expect(manifest.contains("\n            fsGroupChangePolicy: OnRootMismatch\n"))
        let command = try #require(
          manifest.firstMatch(of: /command: \[mkdir, -p, -m, "0700", "?\/volume\/([^",\]]+)/))
        let ended = try await site.sluice.run(
          shell: """
            set -e; chmod 755 .; mkdir volume; chown root:65532 volume; chmod 2775 volume
            cp "$SLUICE" ./sluice
            as() { setpriv --reuid 65532 --regid 65532 --clear-groups "$@"; }
            as mkdir -p -m 0700 'volume/\(command.1)'
            printf 'version: 1\njob: k\nsource: { pleo: { environment: sandbox, export_job: \(PleoJob.sampleID) } }
            routes: [{ sink: { sqlite: { path: "volume/\(command.1)/x.sqlite" } } }]
            run: { state: "volume/\(command.1)/state" }' > k.yaml
            as ./sluice run k.yaml
            """)
        #expect(ended.exit == .code(0), "\(ended.stderr)")
      }
    }
  #endif

  /// A route more gave every folder another place on the volume: the next run would have found an empty ledger.
  @Test func aRouteMoreLeavesTheOtherFoldersWhereTheyAre() async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      func mounts(_ routes: [String]) async throws -> Set<Substring> {
        try site.writeJobFile(routes: routes)
        let manifest = try await site.sluice.run("schedule", "print", "--kubernetes", "job.yaml")
          .stdout
        return Set(
          manifest.split(separator: "\n").filter {
            $0.contains("name: state, mountPath") && $0.contains("subPath")
          })
      }
      let queue = "- { name: q, sink: { file_queue: { directory: ./queue } } }"
      let before = try await mounts([queue])
      let after = try await mounts([
        "- { name: a, sink: { file_queue: { directory: ./a } } }", queue,
      ])
      #expect(before.count == 2)
      #expect(after.isSuperset(of: before))
      #expect(after.count == 3)
    }
  }

  @Test func twoSecretsOfOneNameAreRefusedOrKeptApart() async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      try site.writeJobFile(
        source: ["token: ${file:/a/token}", "ca_file: ${file:/b/token}"], routes: [Routes.queue()])
      let apart = try await site.sluice.run("schedule", "print", "--kubernetes", "job.yaml").stdout
      #expect(apart.contains("--from-file=a.token=/a/token --from-file=b.token=/b/token"))
      try site.writeJobFile(
        source: ["token: ${file:/a/b}", "ca_file: ${file:/a.b}"], routes: [Routes.queue()])
      let refused = try await site.sluice.run("schedule", "print", "--kubernetes", "job.yaml")
      #expect(refused.exit == .code(64))
      #expect(
        refused.stderr.contains("two paths of the job would have the name 'a.b' on Kubernetes"))
    }
  }
}
