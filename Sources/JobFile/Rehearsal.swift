public import ExportModel
import SinkKit

/// What a job file is loaded with to be run where it harms nothing: its own routes and recovery, on a simulated API, with
/// everything that it writes in a folder of its own.
public struct Rehearsal: Sendable {
  /// The folder, as an absolute path, that stands for the root of the file system: what the file writes to `/var/queue`
  /// goes to `<root>/var/queue`.
  public let root: String
  /// The URL of the simulated API.
  public let api: String
  /// The export job there.
  public let exportJob: JobID
  /// How many items a batch has at most, so that few items are several batches; nil for what the file says.
  public let batch: Int?

  /// Creates a rehearsal.
  public init(root: String, api: String, exportJob: JobID, batch: Int? = nil) {
    self.root = root
    self.api = api
    self.exportJob = exportJob
    self.batch = batch
  }
}

extension JobDefinition {
  /// The same without the routes whose sinks change more than files, so that nothing real is touched.
  public func forRehearsal() -> JobDefinition {
    var definition = self
    definition.routes.removeAll { !$0.sink.canBeRehearsed }
    return definition
  }
}
