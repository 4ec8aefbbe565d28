import ExportEngine
import ExportModel
import JobFile

/// What a person decides about items that sinks have rejected.
extension DecisionDesk {
  /// Has a route's sink given items again that it rejected: whatever it was that it could not take is mended.
  ///
  /// - Parameter entries: the items; none for all of them.
  func retryRejected(_ name: Name, only entries: [EntryID]) async throws(Refusal) -> DecisionMade {
    let record = try await record()
    if let ended = record.ended {
      throw refusal(
        "export job \(job.jobID) has ended as '\(ended.name)': nothing of it is delivered any more",
        "export its items again in Pleo, or close them with 'sluice rejects FILE drop \(name)'")
    }
    let (ordinals, _) = try rejected(name, only: entries, in: record)
    let decision = Decision.retry(route: name, ordinals)
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: name)
    made.items = ordinals.count
    return made
  }

  /// Closes items that a route's sink has rejected.
  ///
  /// - Parameter entries: the items; none for all of them.
  func dropRejected(_ name: Name, only entries: [EntryID]) async throws(Refusal) -> DecisionMade {
    let (ordinals, route) = try rejected(name, only: entries, in: try await record())
    let decision = Decision.settle(route: name, ordinals, terms: plan.terms(of: route))
    try await store(decision)
    var made = DecisionMade(decision, isDryRun: isDryRun, route: name)
    made.items = ordinals.count
    return made
  }

  private func rejected(
    _ name: Name, only entries: [EntryID], in record: JobRecord
  ) throws(Refusal) -> ([Ordinal], ExportRun.Route) {
    let route = try route(name)
    try refuse(route, record)
    let all = plan.rejected(by: route, in: record)
    guard !all.isEmpty else {
      throw refusal(
        "the sink of route '\(name)' has rejected no item of export job \(job.jobID)",
        "'sluice rejects FILE list' lists those that were rejected")
    }
    guard !entries.isEmpty else { return (all, route) }
    let known = Dictionary(uniqueKeysWithValues: all.map { (record.items.entryIDs[$0], $0) })
    if let strange = entries.first(where: { known[$0] == nil }) {
      throw refusal(
        "the sink of route '\(name)' has not rejected item \(strange)",
        "'sluice rejects FILE list' lists those that were rejected")
    }
    return (Set(entries).compactMap { known[$0] }.sorted(), route)
  }
}
