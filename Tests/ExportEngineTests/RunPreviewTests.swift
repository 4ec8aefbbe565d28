import ExportEngine
import ExportModel
import PageSourceKit
import Predicates
import Testing

/// What a run would do, said without doing it.
@Suite struct RunPreviewTests {
  private let world = World("a", "b")

  @Test func aFirstRunWouldStoreAndDeliverEverything() async throws {
    let items = Sample.items([
      1: .pending, 2: .pending, 3: .successful, 4: .inProgress, 5: .onHold,
    ])
    let preview = try #require(try await preview(items))

    #expect(preview.read == 5)
    #expect(preview.new == 5)
    #expect(preview.changed == 0)
    #expect(preview.missing == 0)
    #expect(preview.routes.map(\.name.text) == ["a", "b"])
    #expect(preview.routes.map(\.toDeliver) == [2, 2])
    #expect(preview.routes.map(\.late) == [0, 0])
    #expect(preview.heldStatuses.map { "\($0.count) \($0.status)" } == ["1 on_hold"])
    #expect(
      preview.skipped.map { "\($0.count) \($0.status)" } == ["1 in_progress", "1 successful"])
  }

  @Test func laterRunsWouldDoWhatIsNewChangedMissingAndLate() async throws {
    _ = await world.run(
      Sample.items([1: .inProgress, 2: .pending, 3: .pending, 9: .pending]), to: "a")
    let items = Sample.items([1: .pending, 2: .failed, 3: .pending, 4: .pending])
    let preview = try #require(try await preview(items))

    #expect(preview.new == 1)
    #expect(preview.changed == 2)
    #expect(preview.missing == 1)
    #expect(preview.routes.map(\.toDeliver) == [2, 3])
    #expect(preview.routes.map(\.late) == [1, 0])
    // Route b still owes item 9, which is no longer listed.
    #expect(preview.heldByRoutes == [.unlisted: 1, .finished: 1])
  }

  @Test func itemsThatNoRouteTakesAreCounted() async throws {
    let never = World.Route(name: "a", predicate: .statusIs(.failed))
    let preview = try #require(try await preview(Sample.pending(1...3), to: [never]))
    #expect(preview.untaken == 3)
    #expect(preview.routes.map(\.toDeliver) == [0])
  }

  @Test func aRouteThatWouldBeRefusedSaysWhy() async throws {
    _ = await world.run(Sample.pending(1...3), to: "a")
    let other = World.Route(name: "a", predicate: .statusIs(.pending))
    let preview = try #require(
      try await preview(Sample.pending(1...4), to: [other, World.Route(name: "b")]))

    #expect(
      preview.routes.map(\.refusal?.message) == [
        "route 'a' has delivered items of this export job as 'job nightly, when true, to recording', "
          + "and is 'job nightly, when status == \"pending\", to recording' now", nil,
      ])
  }

  @Test func nothingIsStoredOpenedOrDelivered() async throws {
    _ = await world.run(Sample.pending(1...3), to: "a")
    let before = world.disk.contents.record(of: Sample.job)
    world.log.clear()
    _ = try await preview(Sample.pending(1...9))

    #expect(world.disk.contents.record(of: Sample.job) == before)
    #expect(world.log.effects == [])
    #expect(world.place("b").labels == [])
  }

  @Test func whatItSaysIsWhatTheRunThenDoes() async throws {
    _ = await world.run(Sample.items([1: .inProgress, 2: .pending, 3: .abandoned]), to: "a")
    let items = Sample.items([1: .pending, 2: .pending, 3: .onHold, 7: .pending, 8: .failed])
    let preview = try #require(try await preview(items))
    let receipt = await world.run(items, to: "a", "b").receipt

    #expect(preview.read == receipt.read)
    #expect(preview.new == receipt.storedNew)
    #expect(preview.changed == receipt.storedChanged)
    #expect(preview.missing == receipt.missing)
    #expect(preview.routes.map(\.toDeliver) == receipt.routes.map { $0.written + $0.absorbed })
    let held =
      preview.heldStatuses.map(\.count).reduce(0, +) + preview.untaken
      + preview.heldByRoutes.values.reduce(0, +)
    #expect(held == receipt.held)
    #expect(preview.skipped.map(\.count).reduce(0, +) == receipt.skipped)
  }

  @Test func ofAJobThatHasEndedItSaysWhatIsOwed() async throws {
    _ = await world.run(Sample.pending(1...3), to: "a")
    let source = ScriptedSource(Sample.pending(1...3), jobs: [Sample.export(.completed)])
    let preview = try #require(try await preview(source))
    #expect(preview.ended?.status == .completed)
    #expect(preview.routes.map(\.toDeliver) == [0, 0])
    #expect(preview.routes.map(\.held) == [[:], [.jobEnded: 3]])
  }

  @Test func aRetrievalThatFailsIsTheSameTroubleAsARuns() async throws {
    let source = ScriptedSource(
      Sample.pending(1...3), faults: [1: SourceError(.unreachable, "nobody answers")])
    let trouble = await #expect(throws: RunTrouble.self) { _ = try await preview(source) }
    #expect(trouble?.message == "page 1: nobody answers")
  }

  private func preview(
    _ items: [ItemPage.Item],
    to routes: [World.Route] = [World.Route(name: "a"), World.Route(name: "b")]
  ) async throws -> RunPreview? {
    try await preview(ScriptedSource(items), to: routes)
  }

  private func preview(
    _ source: ScriptedSource,
    to routes: [World.Route] = [World.Route(name: "a"), World.Route(name: "b")]
  ) async throws -> RunPreview? {
    let terms = World.Terms()
    return try await ExportRun(
      world.plan(to: routes, terms), source: source,
      ledger: InMemoryLedger(disk: world.disk, life: terms.life, log: world.log),
      observer: world.log, clock: terms.clock, stop: terms.stop
    ).preview()
  }
}
