import Diagnostics
import Foundation
import JobFile
import JobFileTestSupport
import TestSupport
import Testing

/// Two names of one place are one place.
struct LinkedClaimTests {
  /// The findings' messages for routes in a folder that `prepare` filled; loading changes nothing.
  private func messages(
    routes: String, more: String = "", prepare: (String) throws -> Void
  ) async throws -> [String] {
    try await withTemporaryFolder { folder in
      let text = job(routes: routes, more: more)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/job.yaml"))
      try prepare(folder)
      let before = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      let loaded = try JobFileLoader(
        catalog: fakePlugins, outside: .process, stateFiles: ["ledger.sqlite", "lock"]
      )
      .load("\(folder)/job.yaml")
      let after = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      #expect(after == before)
      return loaded.findings.map(\.message)
    }
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  private func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  private let twoQueues = """
      - { name: a, sink: { file_queue: { directory: ./real } } }
      - { name: b, sink: { file_queue: { directory: ./lk } } }
    """

  @Test func twoQueuesOnOneFolderThroughALinkAreRefused() async throws {
    let messages = try await messages(routes: twoQueues) { folder in
      try makeFolder("\(folder)/real")
      try link("\(folder)/lk", to: "real")
    }
    #expect(messages == ["two sinks would write to one directory"])
  }

  @Test func twoQueuesAreRefusedThroughALinkWhoseTargetIsStillToBeMade() async throws {
    let messages = try await messages(routes: twoQueues) { folder in
      try link("\(folder)/lk", to: "./x/../real")
    }
    #expect(messages == ["two sinks would write to one directory"])
  }

  @Test func twoQueuesUnderALinkedAncestorAreRefused() async throws {
    let messages = try await messages(
      routes: """
          - { name: a, sink: { file_queue: { directory: ./real/new/q } } }
          - { name: b, sink: { file_queue: { directory: ./lk/new/q } } }
        """
    ) { folder in
      try makeFolder("\(folder)/real")
      try link("\(folder)/lk", to: "\(folder)/real")
    }
    #expect(messages == ["two sinks would write to one directory"])
  }

  @Test func aSinkInTheLedgerThroughALinkIsRefused() async throws {
    let messages = try await messages(
      routes: "  - sink: { sqlite: { path: ./ln/ledger.sqlite } }", more: "run: { state: ./state }"
    ) { folder in
      try makeFolder("\(folder)/state")
      try link("\(folder)/ln", to: "state")
    }
    #expect(messages == ["this sink would write where the job keeps its state"])
  }

  @Test func linksThatLeadInACircleEndTheSearch() async throws {
    let messages = try await messages(routes: twoQueues) { folder in
      try link("\(folder)/lk", to: "kl")
      try link("\(folder)/kl", to: "lk")
    }
    #expect(messages == [])
  }

  @Test func linksToDifferentPlacesAreTwoPlaces() async throws {
    let messages = try await messages(routes: twoQueues) { folder in
      try link("\(folder)/lk", to: "other")
    }
    #expect(messages == [])
  }

  @Test(arguments: ["wal", "shm", "journal"])
  func aDatabaseWhereSQLiteKeepsAFileOfAnotherIsRefused(suffix: String) async throws {
    let messages = try await messages(
      routes: """
          - { name: a, sink: { sqlite: { path: ./db } } }
          - { name: b, sink: { sqlite: { path: ./db-\(suffix) } } }
        """
    ) { _ in }
    #expect(messages == ["two sinks would write to one place"])
  }
}
