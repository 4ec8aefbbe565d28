import ExportModel
import Foundation

extension PleoJob {
  /// A job of random items, all of them pending.
  init(pending count: Int, seed: Int = 1) {
    self.init(of: count, seed: seed)
    for index in items.indices { items[index].status = .pending }
  }
}

extension Site {
  /// Makes a folder.
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
  }

  /// Whether a folder or file is there.
  func hasFolder(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(name)")
  }

  /// What a consumer does: takes every message and deletes it.
  func emptyQueue() throws {
    for name in try messages() { unlink("\(folder)/queue/new/\(name)") }
  }
}

extension Routes {
  /// A route that fails until the folder `no` is there.
  static let broken = "- { name: books, sink: { sqlite: { path: ./no/export.sqlite } } }"
}

extension Ended {
  /// The line with the envelope: the last of stdout, or of stderr where a route writes to stdout.
  var envelope: String {
    [lines.last, notes.last].compactMap(\.self).first { $0.hasPrefix(#"{"command":"#) } ?? ""
  }

  /// The findings of the envelope, a line each.
  var findings: [String] {
    get throws {
      struct Envelope: Decodable {
        struct Finding: Decodable {
          let id: String
          let message: String
          let route: String?
        }
        let findings: [Finding]
      }
      return try JSONDecoder().decode(Envelope.self, from: Data(envelope.utf8)).findings.map {
        "\($0.id) \($0.route ?? "-"): \($0.message)"
      }
    }
  }
}
