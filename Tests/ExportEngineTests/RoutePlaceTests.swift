import DurableFiles
import ExportModel
import Foundation
import Predicates
import SinkKit
import TestSupport
import Testing

@testable import ExportEngine

/// A place is compared by what it is, not by how its path is written.
@Suite struct RoutePlaceTests {
  /// The same files through a symbolic link: every route was refused.
  @Test func aFolderThroughALinkIsTheSamePlace() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/queue", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "queue")
      #expect(place("\(folder)/link").continues(place("\(folder)/queue")))
      #expect(place("\(folder)/link").overlaps(place("\(folder)/queue")))
    }
  }

  @Test func aFolderThatWasMovedIsTheSamePlace() async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/queue", withIntermediateDirectories: false)
      let before = place("\(folder)/queue")
      try FileManager.default.moveItem(atPath: "\(folder)/queue", toPath: "\(folder)/moved")
      #expect(place("\(folder)/moved").continues(before))
    }
  }

  @Test func anotherFolderIsAnotherPlaceAndAReplacedOneIsNot() async throws {
    try await withTemporaryFolder { folder in
      for name in ["one", "two"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      }
      let one = place("\(folder)/one")
      #expect(!place("\(folder)/two").continues(one))
      #expect(!place("\(folder)/two").overlaps(one))
      try FileManager.default.moveItem(atPath: "\(folder)/one", toPath: "\(folder)/gone")
      try FileManager.default.createDirectory(
        atPath: "\(folder)/one", withIntermediateDirectories: false)
      #expect(place("\(folder)/one").continues(one), "as a backup is that was put back")
      #expect(!place("\(folder)/one").overlaps(one), "and yet not the same folder")
    }
  }

  /// Two folders that were exchanged on disk: each route would go on in the other's.
  @Test func foldersThatWereExchangedAreNoticed() async throws {
    try await withTemporaryFolder { folder in
      for name in ["one", "two"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
      }
      let progress = ["one", "two"].reduce(into: [Name: RouteProgress]()) {
        $0[Sample.name($1)] = RouteProgress(
          position: 1, terms: .known(terms(place("\(folder)/\($1)"))))
      }
      try FileManager.default.moveItem(atPath: "\(folder)/one", toPath: "\(folder)/aside")
      try FileManager.default.moveItem(atPath: "\(folder)/two", toPath: "\(folder)/one")
      try FileManager.default.moveItem(atPath: "\(folder)/aside", toPath: "\(folder)/two")
      let world = World("one", "two")
      let routes = ["one", "two"].map { name in
        World.Route(
          name: name, script: .init(claims: [.directory("\(folder)/\(name)")]))
      }
      let plan = world.plan(to: routes, World.Terms())
      for route in plan.routes {
        guard
          case .placeTaken = plan.refusal(
            of: route, after: progress, Worklist(plan, JobRecord(routes: progress)))
        else {
          Issue.record("route \(route.name) would go on in the other's folder")
          continue
        }
      }
    }
  }

  /// A queue was deleted with everything in it, and the next run said nothing.
  @Test func aPlaceThatWasRemovedOrReplacedIsNoticed() async throws {
    try await withTemporaryFolder { folder in
      let queue = "\(folder)/queue"
      let makeQueue = {
        try FileManager.default.createDirectory(atPath: queue, withIntermediateDirectories: false)
      }
      try makeQueue()
      let progress = RouteProgress(position: 1, terms: .known(terms(place(queue))))
      let plan = World("a").plan(
        to: [World.Route(name: "a", script: .init(claims: [.directory(queue)]))], World.Terms())
      let route = try #require(plan.routes.first)
      #expect(!route.isReplaced(since: progress))
      try FileManager.default.moveItem(atPath: queue, toPath: "\(folder)/gone")
      #expect(route.isReplaced(since: progress))
      try makeQueue()
      #expect(route.isReplaced(since: progress))
      let fresh = RouteProgress(position: 0, terms: .known(terms(place("\(folder)/gone"))))
      #expect(!route.isReplaced(since: fresh), "nothing was delivered there")
    }
  }

  @Test func tablesOfOneFileAreDifferentPlaces() {
    let one = RoutePlace(
      kind: "sqlite", parts: [.init(type: "table", path: "/x.sqlite", table: "one")])
    let two = RoutePlace(
      kind: "sqlite", parts: [.init(type: "table", path: "/x.sqlite", table: "two")])
    #expect(!one.continues(two))
    #expect(!one.overlaps(two))
  }

  @Test func aSinkThatClaimsNothingIsInNobodysPlace() {
    let place = RoutePlace(kind: "recording")
    #expect(place.continues(place))
    #expect(!place.overlaps(place))
  }

  private func place(_ path: String) -> RoutePlace {
    RoutePlace(kind: "recording", parts: [.init(ResourceClaim.directory(path).withoutLinks)])
  }

  private func terms(_ place: RoutePlace) -> RouteTerms {
    RouteTerms(definition: Sample.name("nightly"), predicate: .always, place: place)
  }
}
