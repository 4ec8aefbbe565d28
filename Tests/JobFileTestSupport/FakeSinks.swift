public import JobFile
import PageSourceKit
import PleoSource
public import SinkKit

/// The source of Pleo's API, and stand-ins for the three sinks.
public let fakePlugins = PluginCatalog(
  sources: SourceCatalog([PleoSourceModule.self]),
  sinks: SinkCatalog([FakeFileQueue.self, FakeSQLite.self, FakeStdout.self]))

// Stand-ins for the three sinks: their settings and claims, nothing to deliver to.

extension SinkModule {
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    throw SinkError(.unavailable, "a fake sink cannot be opened")
  }
}

struct FakeStdout: SinkModule {
  enum Format: String, CaseIterable, Sendable { case jsonl }

  static let format = Setting("format", ValueType<Format>.choice(), default: .jsonl, "The form.")
  static let descriptor = SinkDescriptor(
    kind: "stdout", summary: "Prints.", redelivery: .repeated, settings: [format])

  let claims: Set<ResourceClaim> = [.standardOutput]

  init(settings: CheckedSettings) throws(Diagnostic) {}
}

struct FakeFileQueue: SinkModule {
  static let directory = Setting("directory", ValueType.path, "The folder of the queue.")
  static let descriptor = SinkDescriptor(
    kind: "file_queue", summary: "Queues.", redelivery: .absorbed, settings: [directory])

  let claims: Set<ResourceClaim>

  init(settings: CheckedSettings) throws(Diagnostic) {
    claims = [.directory(settings[Self.directory])]
  }
}

/// Refuses two settings together, as a module's `init` may.
struct FakeSQLite: SinkModule {
  static let path = Setting("path", ValueType.path, "The database.")
  static let table = Setting(
    "table", ValueType.identifier, default: "export_items", "The table.")
  static let descriptor = SinkDescriptor(
    kind: "sqlite", summary: "Stores.", redelivery: .absorbed, settings: [path, table])

  let claims: Set<ResourceClaim>

  init(settings: CheckedSettings) throws(Diagnostic) {
    guard settings[Self.table] != "sqlite_master" else {
      throw Diagnostic(
        id: FindingID("sink.table", ""), "the table is the database's own",
        at: settings.span(of: Self.table),
        help: "choose another name")
    }
    claims = [.table(file: settings[Self.path], name: settings[Self.table])]
  }
}

extension ResourceClaim {
  /// A table as the stand-in for a database claims it.
  public static func table(file: String, name: String) -> ResourceClaim {
    .part(kind: "table", name: name, file: file, suffixes: ["-wal", "-shm", "-journal"])
  }
}
