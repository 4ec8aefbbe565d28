import Foundation
import SinkKit

extension Stage {
  /// The folder is as empty after a module was made as before.
  func initTouchesNothing() throws -> [String] {
    _ = try module()
    let names = try names()
    return names.isEmpty
      ? [] : ["making the module created \(names.joined(separator: ", "))"]
  }

  /// Two modules of the same settings claim the same.
  func equalSettingsClaimTheSame() throws -> [String] {
    let (first, second) = (try module().claims, try module().claims)
    return first == second
      ? [] : ["equal settings claim \(words(first)) once and \(words(second)) then"]
  }

  /// Probing an empty folder, and one that the sink has used.
  func probeChangesNothing() async throws -> [String] {
    let module = try module()
    let names = try names()
    try await module.probe(as: label)
    let created = try self.names().filter { !names.contains($0) }
    guard created.isEmpty else { return ["probing created \(created.joined(separator: ", "))"] }
    try await use()
    let found = try await readBack()
    let before = try tree()
    do {
      try await module.probe(as: label)
    } catch {
      return ["probing a place that is in order throws: \(error)"]
    }
    let after = try tree()
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    guard changed.isEmpty else {
      return ["probing changed \(changed.sorted().joined(separator: ", "))"]
    }
    return try await readBack() == found ? [] : ["probing changed what is there"]
  }

  /// The files of the folder with their contents.
  private func tree() throws -> [String: Data?] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Dictionary(
      uniqueKeysWithValues: paths.map {
        ($0, FileManager.default.contents(atPath: "\(folder)/\($0)"))
      })
  }

  /// Line 8: nothing of the folder is open once the sink is closed and gone.
  func closesWhatItOpened() async throws -> [String] {
    try await use()
    let open = OpenFiles.below(folder)
    return open.isEmpty
      ? [] : ["the sink is closed, and has left open: \(open.joined(separator: ", "))"]
  }

  /// Opens the sink, delivers two batches, closes it and lets it go.
  private func use() async throws {
    let sink = try await open()
    try await deliver(SampleItems.batches(cuts: [5, 8]), to: sink)
    try await sink.close()
  }

  private func words(_ claims: Set<ResourceClaim>) -> String {
    claims.isEmpty ? "nothing" : claims.map(\.description).sorted().joined(separator: " and ")
  }
}
