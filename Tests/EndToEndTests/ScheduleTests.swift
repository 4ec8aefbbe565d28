import Foundation
import TestSupport
import Testing

/// What a scheduler is given to run a job again and again.
@Suite(.timeLimit(.minutes(15)))
struct ScheduleTests {
  /// The folder of the checked-out project.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  // MARK: The example

  @Test(arguments: ["systemd", "cron", "kubernetes"])
  func theExamplesAreWhatIsPrinted(scheduler: String) async throws {
    try await withTemporaryFolder { folder in
      let ended = try await Sluice(folder: folder).run(
        "schedule", "print", "--\(scheduler)", "\(Self.root)/config/jobs/scheduled.yaml", "--as",
        "/etc/sluice/scheduled.yaml", "--binary", "/usr/bin/sluice", "--into", ".")
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names.count == (scheduler == "systemd" ? 2 : 1))
      for name in names {
        let printed = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        let kept = try String(
          contentsOfFile: "\(Self.root)/config/schedule/\(name)", encoding: .utf8)
        #expect(printed == kept, "config/schedule is not current: run 'make reference'")
      }
    }
  }

  #if os(Linux)
    @Test func systemdAcceptsTheUnits() async throws {
      try await Self.printed("systemd") { site in
        let ended = try await site.sluice.run(
          shell: "systemd-analyze verify --man=no ./sluice-nightly.service ./sluice-nightly.timer")
        #expect(ended.exit == .code(0))
        #expect(ended.stdout + ended.stderr == "", "not a single warning")
      }
    }
  #endif

  // MARK: What follows from the job file

  @Test func theNumbersOfTheUnitAreThoseOfTheJob() async throws {
    let rest = "run: { deadline: 10m, shutdown_grace: 90s, when_busy: { wait: 1m } }"
    try await Self.printed("systemd", "--every", "6h", rest: rest) { site in
      let service = try site.text("sluice-nightly.service")
      // 60 + 600 + 90, and 84 for pings and a slow disk; 90 and 84.
      #expect(service.contains("\nTimeoutStartSec=834s\n"))
      #expect(service.contains("\nTimeoutStopSec=174s\n"))
      #expect(
        service.contains("\nReadWritePaths=\(site.folder)/.sluice/nightly \(site.folder)/queue\n"))
      #expect(service.contains("\nRestartPreventExitStatus=64 65 66 70 74 76 77 78\n"))
      #expect(
        try site.text("sluice-nightly.timer").contains("\nOnCalendar=*-*-* 0/6:00\n"))
    }
  }

  @Test func aJobWithoutADeadlineMayTakeAsLongAsItNeeds() async throws {
    try await Self.printed("systemd") { site in
      let service = try site.text("sluice-nightly.service")
      #expect(service.contains("\nTimeoutStartSec=infinity\n"))
    }
    try await Self.printed("kubernetes") { site in
      let manifest = try site.text("sluice-nightly.yaml")
      #expect(!manifest.contains("activeDeadlineSeconds"))
    }
  }

  @Test func valuesFromOutsideAreNamedAndNeedNotBeThere() async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      try site.write(
        """
        version: 1
        job: nightly
        params: { job: { type: uuid, env: PLEO_EXPORT_JOB }, page: { type: integer, env: PAGE, default: 100 } }
        source:
          pleo:
            environment: production
            export_job: ${param:job}
            page_size: ${param:page}
            token: ${file:/run/secrets/pleo_token}
        routes: [{ sink: { file_queue: { directory: ./queue } } }]
        observe: { ping: { start: "${env:PING_URL}/start" } }
        """, to: "job.yaml")
      let unit = try await site.sluice.run("schedule", "print", "--systemd", "job.yaml").stdout
      #expect(unit.contains("\nLoadCredential=pleo_token:/run/secrets/pleo_token\n"))
      #expect(unit.contains("set in it: PLEO_EXPORT_JOB, PAGE (may be left out), PING_URL\n"))
      let manifest = try await site.sluice.run("schedule", "print", "--kubernetes", "job.yaml")
        .stdout
      #expect(
        manifest.contains("secretKeyRef: { name: sluice-nightly, key: \"PAGE\", optional: true }"))
      #expect(
        manifest.contains(
          "- { name: secret, mountPath: /run/secrets/pleo_token, subPath: \"run.secrets.pleo_token\" }"
        ))
    }
  }

  /// A run under systemd could not have replaced its refresh token, and so would have lost it.
  @Test func theFolderOfAFileThatTheSourceReplacesCanBeWritten() async throws {
    let source =
      "auth: { oauth: { token_url: http://127.0.0.1:1/t, client_id: a, client_secret: no-secret, "
      + "refresh_token_file: /var/lib/pleo/token } }"
    try await Site.with(PleoJob(pending: 3), source: [source], routes: [Routes.queue()]) { site in
      func printed(_ scheduler: String) async throws -> String {
        try await site.sluice.run("schedule", "print", "--\(scheduler)", "job.yaml").stdout
      }
      let unit = try await printed("systemd")
      #expect(
        unit.contains(
          "\nReadWritePaths=\(site.folder)/.sluice/nightly \(site.folder)/queue /var/lib/pleo\n"))
      #expect(
        unit.contains(
          "let sluice own /var/lib/pleo/token and its folder: sluice replaces the refresh token in it"
        ))
      #expect(
        try await printed("cron").contains("# sluice owns /var/lib/pleo/token and its folder.\n"))
      #expect(
        try await printed("kubernetes").contains(
          "put /var/lib/pleo/token on the volume, in var.lib.pleo, with mode 600 and owner 65532"))
    }
  }

  @Test(arguments: [
    (
      ["--every", "7m"],
      "--every is a part of an hour such as 10m, or of a day such as 6h, not '7m'"
    ),
    (["--user", "a b"], "--user is the name of a user, such as sluice, not 'a b'"),
    (
      ["--as", "/etc/sluice/"],
      "--as is the absolute path of a file, such as /etc/sluice/nightly.yaml"
    ),
    (["--as", "x.yaml"], "--as is the absolute path of a file, such as /etc/sluice/nightly.yaml"),
    (["--param", "a=b"], "a schedule has no --param: give the parameter an 'env' or a 'default'"),
  ])
  func whatNoSchedulerCanDoIsRefused(options: [String], message: String) async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      let ended = try await site.sluice.start(
        ["schedule", "print", "--cron", "job.yaml"] + options
      ).ended()
      #expect(ended.exit == .code(64))
      #expect(ended.stderr.contains(message))
    }
  }

  /// With --as, absolute paths moved along and those with '..' did not.
  @Test func relativePathsBeginWhereTheFileWillBe() async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      try site.writeJobFile(
        routes: [
          "- { name: a, sink: { file_queue: { directory: ../queue } } }",
          "- { name: b, sink: { file_queue: { directory: \(site.folder)/fixed } } }",
        ])
      let unit = try await site.sluice.run(
        "schedule", "print", "--systemd", "job.yaml", "--as", "/etc/sluice/job.yaml"
      ).stdout
      let folders = ["/etc/queue", "/etc/sluice/.sluice/nightly", "\(site.folder)/fixed"].sorted()
      #expect(unit.contains("\nReadWritePaths=\(folders.joined(separator: " "))\n"), "\(unit)")
    }
  }

  @Test func whatUnitsAndShellsPutInIsQuoted() async throws {
    try await Site.with(PleoJob(pending: 3)) { site in
      try site.writeJobFile(
        routes: ["- sink: { file_queue: { directory: './a b$(X)' } }"])
      let unit = try await site.sluice.run(
        "schedule", "print", "--systemd", "job.yaml", "--binary", "/opt/a${HOME}%n\\x41"
      ).stdout
      #expect(unit.contains(#"ExecStart="/opt/a$${HOME}%%n\\x41" run "#), "\(unit)")
      #expect(unit.contains("-m 700 '\(site.folder)/a b$(X)'"), "\(unit)")
    }
  }

  // MARK: What runs

  @Test func theLineOfCronRunsTheJobAndWritesOnlyOfTrouble() async throws {
    try await Self.printed("cron", rest: "run: { deadline: 10m }") { site in
      let line = try #require(try site.text("sluice-nightly").split(separator: "\n").last)
      // After five fields of time and the user.
      let command = line.split(separator: " ", maxSplits: 6)[6]
      let well = try await site.sluice.run(shell: "\(command)")
      #expect(well.exit == .code(0))
      #expect(well.stdout + well.stderr == "")
      #expect(try site.messages().count == 3)
      site.pleo.answer { _ in .json(401, "{}") }
      let badly = try await site.sluice.run(shell: "\(command)")
      #expect(badly.stdout == "the sluice job nightly needs somebody to look\n")
      #expect(badly.stderr.contains("401"))
    }
  }

  /// `systemctl status` said nothing of how far a run was.
  @Test(arguments: ["./notify", "@sluice-test-\(UUID())"])
  func aServiceManagerHearsHowTheRunEnded(socket: String) async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      try site.write(
        """
        import os, socket, subprocess, sys
        name = sys.argv[1]
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind("\\0" + name[1:] if name.startswith("@") else name)
        environment = dict(os.environ, NOTIFY_SOCKET=name)
        subprocess.run([os.environ["SLUICE"], "run", "job.yaml"], env=environment, stderr=subprocess.DEVNULL)
        listener.setblocking(False)
        try:
            while True: print(listener.recv(65536).decode())
        except BlockingIOError: pass
        """, to: "listen.py")
      let ended = try await site.sluice.run(shell: "python3 listen.py \(socket)")
      #expect(ended.lines.allSatisfy { $0.hasPrefix("STATUS=") })
      #expect(ended.lines.count > 1, "also while it goes on")
      #expect(
        ended.lines.last?.hasPrefix("STATUS=nightly: done; read 3; stored 3 new") == true,
        "\(ended.stdout) \(ended.stderr)")
    }
  }

  /// One job file for containers and for systemd, which keeps secrets elsewhere.
  @Test func aSecretIsReadFromTheCredentialsOfSystemd() async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      let name = "sluice-test-\(UUID())"
      try site.writeJobFile(
        source: ["token: ${file:/run/secrets/\(name)}"], routes: [Routes.queue()])
      let without = try await site.run()
      #expect(without.exit == .code(78))
      #expect(without.stderr.contains("cannot be read: no such file"))
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/credentials", withIntermediateDirectories: false)
      try site.write("s3cret-s3cret\n", to: "credentials/\(name)")
      var sluice = site.sluice
      sluice.environment["CREDENTIALS_DIRECTORY"] = "\(site.folder)/credentials"
      #expect(try await sluice.run("run", "job.yaml").exit == .code(0))
      #expect(site.pleo.asked.allSatisfy { $0.authorization == "Bearer s3cret-s3cret" })
      // What is there and is no file must not give way to an older secret in /run/secrets.
      try FileManager.default.removeItem(atPath: "\(site.folder)/credentials/\(name)")
      try FileManager.default.createDirectory(
        atPath: "\(site.folder)/credentials/\(name)", withIntermediateDirectories: false)
      let folder = try await sluice.run("run", "job.yaml")
      #expect(folder.exit == .code(78))
      #expect(folder.stderr.contains("it is a folder"))
    }
  }

  /// A site with the files for a scheduler in its folder.
  static func printed(
    _ scheduler: String, _ options: String..., rest: String = "",
    _ body: (Site) async throws -> Void
  ) async throws {
    try await Site.with(PleoJob(pending: 3), routes: [Routes.queue()]) { site in
      try site.writeJobFile(routes: [Routes.queue()], rest: rest)
      let ended = try await site.sluice.start(
        ["schedule", "print", "--\(scheduler)", "job.yaml", "--into", "."] + options
      ).ended()
      #expect(ended.exit == .code(0), "\(ended.stderr)")
      try await body(site)
    }
  }
}

extension Site {
  /// The text of a file in the folder.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }
}
