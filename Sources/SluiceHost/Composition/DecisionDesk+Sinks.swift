import ExportEngine
import ExportModel
import JobFile
import SinkKit

/// What sinks must forget where a person decides that items come again.
extension DecisionDesk {
  /// Lets the sinks of routes forget what they have noted, under every name that the routes have had; nothing in a dry run.
  ///
  /// Before the ledger changes: where a sink cannot, nothing is decided.
  ///
  /// - Parameters:
  ///   - jobs: the export jobs; nil for all.
  ///   - routes: the routes as the job file has them.
  func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, by routes: [RouteDefinition]
  ) async throws(Refusal) {
    guard !isDryRun, !routes.isEmpty else { return }
    let (names, renamed) = try await onLedger { ledger throws(LedgerError) in
      (
        definition.formerNames(in: try await ledger.definitions(), readFrom: file),
        try definition.state.reader(isChecked: false)?.decisions() ?? []
      )
    }
    for route in routes {
      for job in [definition.name] + names {
        for name in Self.names(of: route.name, renamed) {
          try await forget(notes, of: jobs, by: route, as: SinkLabel(job: job, route: name))
        }
      }
    }
  }

  /// Lets a sink forget what was said of sets under a route's old name: the next run says it under the new one. Of export jobs
  /// that have ended it stays, because no run says it again.
  func forgetWholeSets(
    of old: Name, nowCalled new: Name, in jobs: [JobID]
  ) async throws(Refusal) {
    guard !isDryRun, let route = definition.routes.first(where: { [old, new].contains($0.name) })
    else { return }
    let open = try await onLedger { ledger throws(LedgerError) in
      var open: Set<JobID> = []
      for job in jobs where try await ledger.record(of: job).ended == nil { open.insert(job) }
      return open
    }
    try await forget(
      [.wholeSets], of: open, by: route, as: SinkLabel(job: definition.name, route: old))
  }

  private func forget(
    _ notes: Set<SinkNote>, of jobs: Set<JobID>?, by route: RouteDefinition, as label: SinkLabel
  ) async throws(Refusal) {
    do {
      try await route.sink.forget(notes, of: jobs, as: label)
    } catch {
      throw Refusal(
        status: .of(RunTrouble.sink(route: route.name, error)),
        message: "route '\(route.name)': \(error.message)",
        hint: error.hint.map { "nothing is decided; \($0)" } ?? "nothing is decided")
    }
  }

  /// The names that a route has had, this one first.
  private static func names(of route: Name, _ decisions: [RecordedDecision]) -> [Name] {
    var names = [route]
    // The newest comes first.
    for decision in decisions {
      guard let before = decision.route, decision.newName == names.last, !names.contains(before)
      else { continue }
      names.append(before)
    }
    return names
  }
}
