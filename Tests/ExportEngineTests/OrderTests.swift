import ExportEngine
import ExportModel
import PageSourceKit
import TestSupport
import Testing

@Suite struct OrderTests {
  @Test(arguments: 0..<50)
  func theOrderIsTheSameWhateverOrderAndSizeThePagesHave(seed: Int) async {
    var random = SeededRandom(seed: seed)
    let shuffled = Sample.pending(1...30).shuffled(using: &random)
    let source = ScriptedSource(
      readings: [ScriptedSource.pages(cutAtRandom: shuffled, &random)],
      jobs: [Sample.export(numberOfItems: 30)])
    let world = World("intake", "books")
    let outcome = await world.run(
      source, to: [World.Route(name: "intake", limit: 7), World.Route(name: "books")])

    #expect(world.place("intake").numbers == Array(1...30))
    #expect(world.place("books").numbers == Array(1...30))
    #expect(world.place("books").published.map(\.ordinal) == Array(0..<30))
    // Pinned, so that hashes of runs months apart can be compared.
    #expect(outcome.receipt.orderHash == "92a2a1c528f14150")
  }

  @Test func anotherOrderHasAnotherHash() async {
    let sorted = await World("a").run(Sample.pending([1, 2]), to: "a")
    let reversed = await World("a").run(
      Sample.pending([2, 1]), to: "a", terms: World.Terms(order: .source))

    #expect(sorted.receipt.orderHash != reversed.receipt.orderHash)
  }

  @Test func orderedByEntryIDTheEntryIDIsTheKey() async {
    let world = World("a")
    _ = await world.run(Sample.pending([2, 1]), to: "a")

    #expect(world.place("a").published.map(\.orderKey) == [nil, nil])
  }

  @Test func inSourceOrderItemsKeepTheOrderOfArrivalAndGetKeysThatSortAsItDoes() async {
    let world = World("a")
    let numbers = [5, 3, 9, 1, 8, 2, 7, 4, 6, 12, 11, 10]
    let source = ScriptedSource(Sample.pending(numbers), pageSize: 5)
    _ = await world.run(source, to: [World.Route(name: "a")], World.Terms(order: .source))

    #expect(world.place("a").numbers == numbers)
    let keys = world.place("a").published.compactMap(\.orderKey)
    #expect(keys.first == "0000000000")
    #expect(keys.last == "0000000011")
    #expect(keys == keys.sorted())
  }

  @Test func inSourceOrderARepeatedItemKeepsItsFirstPlace() async {
    let world = World("a")
    let source = ScriptedSource(readings: [
      [
        ItemPage(
          items: Sample.pending([3, 1, 2, 3]), hasNextPage: false, endCursor: nil, total: 3)
      ]
    ])
    _ = await world.run(source, to: [World.Route(name: "a")], World.Terms(order: .source))

    #expect(world.place("a").numbers == [3, 1, 2])
  }

  @Test(arguments: ItemOrder.allCases)
  func newItemsComeAfterKnownOnesAndNothingIsRenumbered(order: ItemOrder) async {
    let world = World("a")
    let terms = World.Terms(order: order)
    _ = await world.run(Sample.pending([5, 6]), to: "a", terms: terms)
    _ = await world.run(Sample.pending([1, 2, 6, 5]), to: "a", terms: terms)

    #expect(world.place("a").numbers == [5, 6, 1, 2])
    #expect(world.place("a").published.map(\.ordinal) == [0, 1, 2, 3])
  }
}
