import DurableFiles
import Foundation
import Testing

@testable import ExportEngine

/// What is kept of a place that has a value from outside the job file in it.
struct PathDigestTests {
  private func part(_ path: String, isFromOutside: Bool = true) -> RoutePlace.Part {
    var part = RoutePlace.Part(type: "directory", path: path)
    part.isFromOutside = isFromOutside
    return part
  }

  private func kept(_ part: RoutePlace.Part) throws -> RoutePlace {
    let place = RoutePlace(kind: "file_queue", parts: [part])
    return try JSONDecoder().decode(RoutePlace.self, from: JSONEncoder().encode(place))
  }

  @Test func onlyTheDigestOfThePathIsKept() throws {
    let kept = try kept(part("/srv/s3cret-customer/queue"))
    #expect(
      kept.parts.map(\.path) == [
        "sha256:c7dff693dfeeaa5c4be66c0d126e44a229439b45186b38cf3e1ff5022af7018a"
      ])
    #expect(kept.description == "file_queue in directory ‹value from outside, sha256:c7dff693›")
  }

  @Test func thePathIsKnownAgainByItsDigest() throws {
    let now = RoutePlace(kind: "file_queue", parts: [part("/srv/a/queue")])
    #expect(now.continues(try kept(part("/srv/a/queue"))))
    #expect(try kept(part("/srv/a/queue")).continues(now))
    #expect(!now.continues(try kept(part("/srv/b/queue"))))
    // As a ledger has it that was written before, or by a file that wrote the path itself.
    #expect(now.continues(try kept(part("/srv/a/queue", isFromOutside: false))))
    #expect(now.overlaps(try kept(part("/srv/a/queue"))))
    #expect(!now.overlaps(try kept(part("/srv/b/queue"))))
  }

  @Test func aPathThatIsInTheFileIsKept() throws {
    #expect(try kept(part("/srv/a", isFromOutside: false)).parts.map(\.path) == ["/srv/a"])
  }
}
