import ExportEngine
import JobFile

extension ExportRun.Plan {
  /// What the engine needs of a job definition.
  init(_ definition: JobDefinition) {
    self.init(
      definition: definition.name, jobID: definition.source.jobID, recovery: definition.recovery,
      order: definition.order, completeness: definition.source.completeness,
      routes: definition.routes.map {
        .init(name: $0.name, predicate: $0.predicate, batchLimit: $0.batchLimit, sink: $0.sink)
      })
  }
}
