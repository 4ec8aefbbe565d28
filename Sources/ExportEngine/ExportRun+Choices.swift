import DurableFiles
import ExportModel
import ItemFields
import PageSourceKit
import Predicates

extension ExportRun.Route {
  /// Whether what the items are decides which of them it takes.
  var asksForData: Bool { predicate.asksForData }
}

extension ExportRun.Reconciled {
  /// Whether a route has to decide about an item that it may owe, and of which there may be data.
  func isUndecided(_ plan: ExportRun.Plan) -> Bool {
    plan.routes.contains { route in
      guard decides(route) else { return false }
      let duty = RouteObligations(route, work, progress: routes[route.name])
      return (0..<work.items.count).contains {
        duty.isUndecided($0) && duty.obligation($0).isOwed && !work.missing.contains($0)
      }
    }
  }

  /// Whether a route decides about items: not under terms that a person has not accepted.
  private func decides(_ route: ExportRun.Route) -> Bool {
    route.asksForData && routes[route.name]?.terms.value?.predicate == route.predicate
  }

  /// Lets the routes whose `when` asks for what the items are decide about the items of which there is data, but for
  /// those about which they did before.
  mutating func decide(with spool: Spool, _ plan: ExportRun.Plan) throws(RunTrouble) {
    let deciding = plan.routes.filter(decides)
    guard !deciding.isEmpty else { return }
    var choices = deciding.map { routes[$0.name]?.choices ?? RouteChoices() }
    let question = DataQuestion(deciding.map(\.predicate))
    for ordinal in 0..<work.items.count where work.isWork(ordinal) {
      let open = choices.indices.filter { choices[$0][ordinal] == nil }
      guard !open.isEmpty, let values = try question.values(of: ordinal, work, spool),
        let status = work.items.table[work.items.work[ordinal]]
      else { continue }
      for index in open {
        choices[index][ordinal] = deciding[index].predicate.accepts(
          status: status, entryID: work.items.entryIDs[ordinal], jobID: work.jobID,
          data: { values[$0] })
      }
    }
    for (route, made) in zip(deciding, choices) where made != routes[route.name]?.choices {
      routes[route.name]?.choices = made
      change.choices[route.name] = made
    }
  }
}

/// Asks for what items have in the fields that some predicates ask for.
private struct DataQuestion {
  private let fields: [DataField]
  private let reader: FieldReader

  init(_ predicates: [ItemPredicate]) {
    fields = Set(predicates.flatMap(\.dataFields)).sorted { $0.name < $1.name }
    reader = FieldReader(fields.map { .part($0) })
  }

  /// What an item has in them; nil where there is no data of it.
  func values(
    of ordinal: Ordinal, _ work: Worklist, _ spool: Spool
  ) throws(RunTrouble) -> [ItemPredicate.Field: ItemPredicate.Value]? {
    let entryID = work.items.entryIDs[ordinal]
    let data = try DataRetrieval.read { () throws(FileError) -> ItemData? in
      try spool.data(of: entryID)
    }
    guard let json = data?.json else { return nil }
    if let field = reader.unreachablePart(of: json) {
      throw Self.refusal("item \(entryID): what leads to \(field.name) is no object")
    }
    var values: [ItemPredicate.Field: ItemPredicate.Value] = [:]
    for (field, value) in zip(fields, reader.parts(of: json)) {
      guard let value else { continue }
      guard let known = ItemPredicate.Value(value, of: field.kind) else {
        throw Self.refusal("item \(entryID): \(field.name) is not \(field.kind.words)")
      }
      values[.data(field)] = known
    }
    return values
  }

  private static func refusal(_ reason: String) -> RunTrouble {
    .source(
      SourceError(
        .badAnswer, "\(reason), and a route's 'when' asks for it",
        hint: "nothing was stored; ask whoever runs the API, or change the 'when'"))
  }
}

extension DataField.Kind {
  fileprivate var words: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number of 64 bits"
    case .date: "a date"
    case .json: "a list or an object"
    }
  }
}
