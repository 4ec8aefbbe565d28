public import CrashPoints

/// How far a proof has come.
public struct ProofProgress: Sendable {
  /// Histories that have ended.
  public let histories: Int
  /// Runs that were killed.
  public let kills: Int
  /// Histories in which something went wrong.
  public let failures: Int
}

/// What a proof has found.
public struct ProofResult: Sendable {
  /// What there is of one point.
  public struct Row: Sendable {
    /// The point.
    public let point: CrashPoint
    /// How many runs died there.
    public fileprivate(set) var kills = 0
    /// What became of each route in the histories with such a run.
    public fileprivate(set) var routes: [RouteVerdict] = []
  }

  /// A history in which something went wrong.
  public struct Failure: Sendable {
    /// The history.
    public let history: ProofHistory
    /// What went wrong, in words.
    public let problems: [String]
  }

  /// How many failures are kept.
  private static let mostFailures = 20

  /// A row for each point, in the order in which they are passed.
  public private(set) var rows: [Row]
  /// Histories that have ended.
  public private(set) var histories = 0
  /// Runs of the job file.
  public private(set) var runs = 0
  /// Runs that died.
  public private(set) var kills = 0
  /// Histories in which something went wrong; ``failures`` has the first of them.
  public private(set) var failureCount = 0
  /// The first histories in which something went wrong.
  public private(set) var failures: [Failure] = []
  /// Routes to which some item went, in some history.
  public private(set) var routesWithItems: Set<String> = []

  init(_ points: [CrashPoint]) { rows = points.map { Row(point: $0) } }

  /// Whether nothing went wrong.
  public var isRight: Bool { failureCount == 0 }

  var progress: ProofProgress {
    ProofProgress(histories: histories, kills: kills, failures: failureCount)
  }

  mutating func add(_ outcome: HistoryOutcome) {
    histories += 1
    runs += outcome.runs
    kills += outcome.deaths
    routesWithItems.formUnion(outcome.routesWithItems)
    let died = Set(outcome.history.deaths.prefix(outcome.deaths).map(\.row))
    for index in rows.indices where died.contains(rows[index].point.name) {
      rows[index].kills += outcome.history.deaths.prefix(outcome.deaths)
        .count { $0.row == rows[index].point.name }
      rows[index].routes =
        rows[index].routes.isEmpty
        ? outcome.routes : zip(rows[index].routes, outcome.routes).map(+)
    }
    let problems =
      outcome.problems
      + outcome.routes.flatMap { route in route.problems.map { "\(route.route): \($0)" } }
    if !problems.isEmpty { fail(outcome.history, problems) }
  }

  /// Adds that a run of a history did not come to where it was to die.
  mutating func addMissing(_ outcome: HistoryOutcome) {
    let death = outcome.history.deaths[outcome.deaths]
    fail(outcome.history, ["no run has come to \(death)"])
  }

  private mutating func fail(_ history: ProofHistory, _ problems: [String]) {
    failureCount += 1
    if failures.count < Self.mostFailures {
      failures.append(Failure(history: history, problems: problems))
    }
  }
}
