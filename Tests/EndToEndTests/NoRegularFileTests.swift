import Foundation
import TestSupport
import Testing

/// What is no regular file keeps nobody waiting and fills no memory: a pipe into which nobody writes kept
/// `check` waiting for good.
@Suite(.timeLimit(.minutes(15)))
struct NoRegularFileTests {
  private static let pipe = "it is a named pipe, not a regular file"

  @Test(arguments: [
    (["token: ${file:pipe}"], "file 'pipe' cannot be read: \(pipe)"),
    (
      ["token: ${file:/dev/zero}"],
      "file '/dev/zero' cannot be read: it is a device or a socket, not a regular file"
    ),
    (["token: ${file:link}"], "file 'link' cannot be read: \(pipe)"),
    (["ca_file: pipe"], "pipe, which cannot be read: \(pipe)"),
  ])
  func aValueFromAPipeIsRefused(source: [String], words: String) async throws {
    try await Site.with(PleoJob(of: 1), source: source) { site in
      #expect(mkfifo("\(site.folder)/pipe", 0o600) == 0)
      #expect(symlink("pipe", "\(site.folder)/link") == 0)
      for command in ["check", "run"] {
        let ended = try await site.sluice.run(command, "job.yaml")
        #expect(ended.exit == .code(78), "\(command): \(ended.stderr)")
        #expect(ended.stderr.contains(words), "\(command): \(ended.stderr)")
      }
    }
  }

  @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
  func certificatesFromAPipeAreRefusedOrPassedOver(variable: String) async throws {
    try await Site.with(PleoJob(of: 1)) { site in
      #expect(mkfifo("\(site.folder)/pipe", 0o600) == 0)
      // Over plain HTTP no certificate is looked at.
      let file = URL(filePath: "\(site.folder)/job.yaml")
      let plain = try String(contentsOf: file, encoding: .utf8)
      try Data(plain.replacing("http://", with: "https://").utf8).write(to: file)
      var sluice = site.sluice
      sluice.environment = [
        variable: variable == "SSL_CERT_DIR" ? site.folder : "\(site.folder)/pipe"
      ]
      let ended = try await sluice.run("check", "job.yaml")
      #expect(ended.exit == .code(variable == "SSL_CERT_DIR" ? 0 : 78), "\(ended.stderr)")
    }
  }

  @Test func aJobFileThatIsAPipeOfNobodyIsReported() async throws {
    try await withTemporaryFolder { folder in
      #expect(mkfifo("\(folder)/job.yaml", 0o600) == 0)
      let ended = try await Sluice(folder: folder).run("check", "job.yaml")
      #expect(ended.exit == .code(66))
      #expect(
        ended.notes.first
          == "error: cannot read job file 'job.yaml': it is a pipe, and nothing came through it in 5 s "
          + "[file.unreadable]")
    }
  }

  @Test func aJobFileComesThroughAPipe() async throws {
    try await Site.with(PleoJob(of: 1)) { site in
      #expect(mkfifo("\(site.folder)/pipe", 0o600) == 0)
      let ended = try await site.sluice.run(shell: "cat job.yaml > pipe & \"$SLUICE\" check pipe")
      #expect(ended.exit == .code(0), "\(ended.stderr)")
    }
  }

  @Test(arguments: ["/dev/zero", "."])
  func aJobFileThatIsADeviceOrAFolderIsRefused(path: String) async throws {
    let ended = try await Sluice(folder: "/").run("check", path)
    #expect(ended.exit == .code(66))
    let kind = path == "." ? "a folder" : "a device or a socket, not a regular file"
    #expect(
      ended.notes.first
        == "error: cannot read job file '\(path)': it is \(kind) [file.unreadable]"
    )
  }
}
