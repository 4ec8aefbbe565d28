import ExportEngine
import JobFile
import PageSourceKit

extension ExportRun.Plan {
  /// What the engine needs of a job definition.
  ///
  /// - Parameter standIn: opens something in place of a route's sink; nil for the sinks themselves.
  init(
    _ definition: JobDefinition,
    standIn: ((RouteDefinition) -> ExportRun.Route.OpenSink)? = nil
  ) {
    self.init(
      definition: definition.name, jobID: definition.jobID, recovery: definition.recovery,
      order: definition.order, completeness: definition.source.completeness,
      routes: definition.routes.map { route in
        if let open = standIn?(route) {
          .init(
            name: route.name, predicate: route.predicate, batchLimit: route.batchLimit,
            finished: route.finished, place: { RoutePlace(kind: "stand-in") }, open: open)
        } else {
          .init(
            name: route.name, predicate: route.predicate, batchLimit: route.batchLimit,
            finished: route.finished, sink: route.sink, isFromOutside: route.isFromOutside)
        }
      }, unmatched: definition.unmatched, failure: definition.failure,
      kept: definition.withoutOutsideValues)
  }
}
