import Synchronization

/// The simulated API with the faults that were ordered: what they change depends on what was asked before.
final class FaultyAPI: Sendable {
  private struct State {
    /// How often each fault has happened.
    var happened: [SandboxFault: Int] = [:]
    /// The queries of each list, in the order in which they were first asked.
    var queries: [String: [String]] = [:]
    /// The page of items that was given before.
    var before: [UInt8]?
    /// What has become of the export job for good.
    var changes = JobChanges()
  }

  private let api: SimulatedAPI
  private let faults: [SandboxFault]
  private let state = Mutex(State())

  init(_ configuration: SandboxConfiguration) {
    var configuration = configuration
    faults = configuration.faults.filter { !$0.kind.isForGood }
    for fault in configuration.faults {
      switch fault.kind {
      case .missingData: configuration.data.missing.formUnion(0..<3)
      case .extraData: configuration.data.extra += 1
      case .noScope: configuration.data.isDenied = true
      default: break
      }
    }
    api = SimulatedAPI(configuration)
  }

  /// The answer to a form that is posted for tokens; nil where there is no such address.
  func reply(posted form: [UInt8], to path: String) -> SandboxReply? {
    api.answer(posted: form, to: path).map(SandboxReply.init)
  }

  /// The answer to a request; see ``SimulatedAPI``.
  func reply(
    method: String, path: String, query: String?, authorization: String?
  ) -> SandboxReply {
    guard !faults.isEmpty else {
      return SandboxReply(
        api.answer(method: method, path: path, query: query, authorization: authorization))
    }
    let (place, known) = state.withLock { state in
      let place = Self.place(of: path, query ?? "", &state.queries)
      return (place, Self.knownQuery(query, place, state.queries[path] ?? []))
    }
    var reply = SandboxReply(
      api.answer(method: method, path: path, query: known, authorization: authorization))
    guard let place, reply.code == 200 else { return reply }
    state.withLock { state in
      for fault in faults where Self.isDue(fault, at: place, state.happened[fault] ?? 0) {
        state.happened[fault, default: 0] += 1
        if fault.kind.isOfItems {
          change(&reply, by: fault, &state, place)
        } else {
          reply.suffer(fault.kind)
        }
        break
      }
      if reply.code == 200 { state.changes.apply(to: &reply, at: place) }
      if case .page = place, reply.code == 200 { state.before = reply.body }
    }
    return reply
  }

  private func change(
    _ reply: inout SandboxReply, by fault: SandboxFault, _ state: inout State,
    _ place: SandboxFault.Place
  ) {
    switch fault.kind {
    case .expiredCursor:
      reply = .error(400, "bad_request", "The cursor has expired.")
    case .addedItem, .removedItem, .ended, .jobFailed, .jobExpired:
      state.changes.begin(fault.kind, at: place)
    default:
      guard var page = PageEdit(reply.body) else { return }
      page.apply(
        fault.kind, before: state.before.flatMap(PageEdit.init), time: state.happened[fault] ?? 0)
      reply.body = page.body
    }
  }

  // MARK: Which answer it is

  private static func place(
    of path: String, _ query: String, _ queries: inout [String: [String]]
  ) -> SandboxFault.Place? {
    let parts = path.split(separator: "/")
    guard parts.first == "v3" else { return nil }
    switch (parts.dropFirst().first, parts.count) {
    case ("export-jobs", 3): return .job
    case ("export-jobs", 4), ("export-items", 2):
      if queries[path]?.contains(query) != true { queries[path, default: []].append(query) }
      let number = (queries[path]?.firstIndex(of: query) ?? 0) + 1
      return parts.count == 4 ? .page(number) : .data(number)
    default: return .everywhere
    }
  }

  /// The query that the API knows: after a cursor of a list without an end, that of the page where it began.
  private static func knownQuery(
    _ query: String?, _ place: SandboxFault.Place?, _ queries: [String]
  ) -> String? {
    guard case .page = place, query?.contains("after=\(PageEdit.endlessCursor)") == true else {
      return query
    }
    return queries.last { !$0.contains(PageEdit.endlessCursor) }
  }

  private static func isDue(
    _ fault: SandboxFault, at place: SandboxFault.Place, _ happened: Int
  ) -> Bool {
    guard happened < fault.times ?? .max else { return false }
    if fault.kind == .endless, case .page(let first) = fault.place, case .page(let number) = place {
      return number >= first
    }
    return fault.place == .everywhere || fault.place == place
  }
}
