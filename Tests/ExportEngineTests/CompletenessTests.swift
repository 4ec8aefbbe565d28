import ExportEngine
import ExportModel
import PageSourceKit
import Testing

@Suite struct CompletenessTests {
  private let world = World("a")
  private let route = [World.Route(name: "a")]
  private let hint =
    "nothing was stored; run again, or set 'completeness: warn' to go on in spite of it"

  @Test func aTotalThatDoesNotAddUpEndsAStrictRun() async {
    let outcome = await world.run(list([1, 2, 3], total: 5), to: route)

    #expect(
      outcome.messages
        == ["the pages hold 3 different items, but the last page's 'total' is 5"])
    #expect(outcome.troubles.map(\.hint) == [hint])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func aNumberOfItemsThatDoesNotAddUpEndsAStrictRun() async {
    let source = list([1, 2, 3], total: 3, jobs: [Sample.export(numberOfItems: 2)])
    let outcome = await world.run(source, to: route)

    #expect(
      outcome.messages
        == ["the pages hold 3 different items, but the job's 'numberOfItems' is 2"])
    #expect(outcome.troubles.map(\.hint) == [hint])
    #expect(world.log.effects == ["receipt failed"])
  }

  @Test func aRunThatOnlyWarnsNamesEveryCountThatDoesNotAddUpAndGoesOn() async {
    let source = list([1, 2, 3], total: 5, jobs: [Sample.export(numberOfItems: 4)])
    let outcome = await world.run(source, to: route, World.Terms(completeness: .warn))

    #expect(outcome.messages == [])
    #expect(
      world.log.incompletenesses == [
        "the pages hold 3 different items, but the last page's 'total' is 5",
        "the pages hold 3 different items, but the job's 'numberOfItems' is 4",
      ])
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  @Test func theNumberOfItemsCountsThatWasReadAfterThePages() async {
    let source = list(
      [1, 2, 3], total: 3,
      jobs: [Sample.export(numberOfItems: 2), Sample.export(numberOfItems: 3)])
    let outcome = await world.run(source, to: route)

    #expect(outcome.messages == [])
  }

  @Test func countsThatAreNotGivenAreNotChecked() async {
    let outcome = await world.run(list([1, 2, 3], total: nil), to: route)

    #expect(outcome.messages == [])
    #expect(world.log.incompletenesses == [])
    #expect(world.place("a").numbers == [1, 2, 3])
  }

  @Test func anItemThatIsListedTwiceWithOneStatusIsThereOnce() async {
    let outcome = await world.run(list([1, 2, 1, 2, 2], total: 2), to: route)

    #expect(outcome.messages == [])
    #expect(outcome.receipt.read == 2)
    #expect(world.place("a").numbers == [1, 2])
  }

  @Test func aListWithRepeatsInsteadOfItemsIsIncomplete() async {
    let outcome = await world.run(list([1, 2, 2], total: 3), to: route)

    #expect(
      outcome.messages
        == ["the pages hold 2 different items, but the last page's 'total' is 3"])
  }

  private func list(
    _ numbers: [Int], total: Int?, jobs: [ExportJob] = [Sample.export()]
  ) -> ScriptedSource {
    let page = ItemPage(
      items: Sample.pending(numbers), hasNextPage: false, endCursor: nil, total: total)
    return ScriptedSource(readings: [[page]], jobs: jobs)
  }
}
