import ExportEngine
import SQLite

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension RouteTerms {
  /// The terms as the ledger keeps them, in version 1: a JSON object, equal for equal terms.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("terms have nothing that JSON has not")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

extension RecordedTerms {
  /// Reads what a row has; throws for an object that is none.
  init(_ text: String, version: Int) throws(SQLiteError) {
    guard version > 0 else {
      self = .written(text)
      return
    }
    guard let terms = try? JSONDecoder().decode(RouteTerms.self, from: Data(text.utf8)) else {
      throw .corrupt("the terms of a route cannot be read")
    }
    self = .known(terms)
  }
}
