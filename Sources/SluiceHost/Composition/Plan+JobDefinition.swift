import ExportEngine
import JobFile
import PageSourceKit
import Predicates

extension ExportRun.Plan {
  /// What the engine needs of a job definition.
  init(_ definition: JobDefinition) {
    self.init(
      definition: definition.name, jobID: definition.jobID, recovery: definition.recovery,
      order: definition.order, completeness: definition.source.completeness,
      routes: definition.routes.map { route in
        .init(
          name: route.name, predicate: route.predicate, batchLimit: route.batchLimit,
          finished: route.finished, sink: route.sink, isFromOutside: route.isFromOutside)
      }, unmatched: definition.unmatched, failure: definition.failure,
      kept: definition.withoutOutsideValues)
  }
}
