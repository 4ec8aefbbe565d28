import ExportEngine

/// What is owed of another export job: a line for a person, and the same for a machine.
struct OwedElsewhereInView: Encodable {
  let exportJob: String
  /// How many items each route owes, by its name.
  let routes: [String: Int]
  /// Items that no route owes and that a person must decide on.
  let held: Int
  /// The same in a sentence.
  let text: String

  enum CodingKeys: String, CodingKey {
    case routes, held
    case exportJob = "export_job"
  }

  init(_ owed: OwedElsewhere) {
    exportJob = "\(owed.jobID)"
    routes = Dictionary(uniqueKeysWithValues: owed.routes.map { ("\($0.name)", $0.items) })
    held = owed.held
    text = owed.message
  }
}
