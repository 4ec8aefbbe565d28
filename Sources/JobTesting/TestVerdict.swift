import ExportModel
import JobFile

/// Compares what a test expects with what came.
struct TestVerdict {
  let test: JobTest
  let places: [Name: TestPlace]

  /// What is not as expected, in words and in the order of the file.
  var problems: [String] { test.expectations.compactMap(problem) }

  private func problem(_ expectation: JobTest.Expectation) -> String? {
    let expected = expectation.entries.map(\.id)
    switch expectation.subject {
    case .received(let route):
      let received = places[route]?.received ?? []
      guard received != expected else { return nil }
      return "\(route) received \(names(received)), expected \(names(expected))"
    case .notProcessed:
      let processed = Set(places.values.flatMap(\.received))
      let left = items.filter { !processed.contains($0) }
      guard left != expected.sorted() else { return nil }
      return "not processed: \(names(left)), expected \(names(expected.sorted()))"
    case .deliveredTwice:
      let twice = places.values.reduce(into: Set<EntryID>()) { $0.formUnion($1.repeated) }.sorted()
      guard twice != expected.sorted() else { return nil }
      return "delivered twice: \(names(twice)), expected \(names(expected.sorted()))"
    }
  }

  /// Every item of the pages, once, in the order of the ids.
  private var items: [EntryID] {
    Set(test.pages.flatMap { $0.items.map(\.entry.id) }).sorted()
  }

  private func names(_ ids: [EntryID]) -> String {
    var names: [EntryID: String] = [:]
    for entry in test.pages.flatMap({ $0.items.map(\.entry) }) where names[entry.id] == nil {
      names[entry.id] = entry.name
    }
    return "[\(ids.map { names[$0] ?? "\($0)" }.joined(separator: ", "))]"
  }
}
