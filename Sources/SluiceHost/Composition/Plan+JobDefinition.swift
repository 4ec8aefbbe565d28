import ExportEngine
import JobFile
import PageSourceKit
import Predicates

extension ExportRun.Plan {
  /// What the engine needs of a job definition, for one of its export jobs.
  init(_ job: SelectedJob) {
    let definition = job.definition
    self.init(
      definition: definition.name, jobID: job.jobID, recovery: definition.recovery,
      order: definition.order, completeness: definition.source.completeness,
      expired: job.expired,
      routes: definition.routes.map { route in
        .init(
          name: route.name, predicate: route.predicate, batchLimit: route.batchLimit,
          finished: route.finished, sink: route.sink, isFromOutside: route.isFromOutside)
      }, unmatched: definition.unmatched, failure: definition.failure,
      dataFolder: definition.source.hasAccountingData ? definition.stateFolder : nil,
      kept: definition.withoutOutsideValues)
  }
}
