import ExportEngine

/// What is owed of another export job: a line for a person, and the same for a machine.
struct OwedElsewhereInView: Encodable {
  let exportJob: String
  struct Route: Encodable {
    let name: String
    let owed: Int
    let rejected: Int
  }

  let routes: [Route]
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
    routes = owed.routes.map {
      Route(name: "\($0.name)", owed: $0.owed, rejected: $0.rejected)
    }
    held = owed.held
    text = owed.message
  }
}
