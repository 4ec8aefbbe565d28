import ExportModel
import ItemFields
import Predicates
import SinkKit
import TestSupport
import Testing

@testable import ExportEngine

/// A route whose `when` asks for what the items are decides about each of them once.
@Suite struct ChoiceTests {
  private let world = World("large", "rest")

  private static func amount(_ comparison: ItemPredicate.Comparison, _ value: Int64) throws
    -> ItemPredicate
  {
    let field = try #require(DataField("data.amount.inWalletCurrency.value"))
    return .compares(.data(field), comparison, .integer(value))
  }

  private static func json(_ amount: String) -> String {
    #"{"amount":{"inWalletCurrency":{"value":\#(amount)}}}"#
  }

  /// Runs over items of these amounts, by number; those without one have no data.
  private func run(
    _ amounts: [Int: String], of numbers: ClosedRange<Int> = 1...5, large: ItemPredicate? = nil,
    rest: ItemPredicate? = nil, script: RecordingSinkModule.Script = .init(),
    source: ScriptedSource? = nil
  ) async throws -> (RunOutcome, ScriptedSource) {
    try await withTemporaryFolder { folder in
      let source = source ?? ScriptedSource(Sample.pending(numbers))
      source.give(
        ScriptedSource.data(
          amounts.sorted { $0.key < $1.key }.map { (number: $0.key, json: Self.json($0.value)) },
          size: 2))
      var terms = World.Terms()
      terms.dataFolder = folder
      let large = try large ?? Self.amount(.greaterOrEqual, 100)
      let outcome = await world.run(
        source,
        to: [
          World.Route(name: "large", predicate: large, script: script),
          World.Route(name: "rest", predicate: rest ?? .not(large)),
        ], terms)
      return (outcome, source)
    }
  }

  private var large: [Int] { world.place("large").numbers }
  private var rest: [Int] { world.place("rest").numbers }

  @Test func itemsGoWhereTheirAmountsSendThem() async throws {
    let (outcome, _) = try await run([1: "5", 2: "100", 3: "99", 4: "-100", 5: "1000"])
    #expect(outcome.messages == [])
    #expect(large == [2, 5])
    #expect(rest == [1, 3, 4])
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
  }

  /// A second answer might send an item to a second sink.
  @Test func whatTheAPISaysLaterOfAnItemChangesNothing() async throws {
    _ = try await run([1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"])
    let (again, source) = try await run([1: "500", 2: "1", 3: "500", 4: "500", 5: "1"])
    #expect(source.dataRequests == 0, "nothing is to be decided")
    #expect(again.receipt.routes.map(\.owed) == [0, 0])
    let more = ScriptedSource(Sample.pending(1...6))
    _ = try await run([1: "500", 2: "1", 3: "500", 4: "500", 5: "1", 6: "100"], source: more)
    #expect(large == [2, 5, 6])
    #expect(rest == [1, 3, 4])
  }

  /// The run that decided died before it delivered.
  @Test func aDecisionOutlivesTheRunThatMadeIt() async throws {
    _ = try await run([1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"], script: Self.broken)
    #expect(large == [])
    _ = try await run([1: "5", 2: "1", 3: "99", 4: "0", 5: "1"])
    #expect(large == [2, 5])
    #expect(rest == [1, 3, 4])
  }

  /// A sink that does not open.
  private static let broken = RecordingSinkModule.Script(
    opening: [1: SinkError(.broken, "out of order")])

  @Test func anItemWithoutDataIsHeldUntilTheRouteCanDecide() async throws {
    let (first, _) = try await run([1: "5", 2: "100", 4: "0", 5: "1000"])
    #expect(first.receipt.routes.map(\.held) == [1, 1])
    #expect(world.disk.job.withoutData == [2])
    let (second, _) = try await run([1: "5", 2: "100", 3: "100", 4: "0", 5: "1000"])
    #expect(second.receipt.routes.map(\.owed) == [0, 0])
    #expect(large == [2, 5, 3])
    #expect(rest == [1, 4])
  }

  /// An item of which the API has no amount is not small: no route takes it.
  @Test func nullIsNoNumber() async throws {
    let field = try #require(DataField("data.amount.inWalletCurrency.value"))
    let (outcome, _) = try await run(
      [1: "null", 2: "100", 3: "1", 4: "1", 5: "1"],
      large: .and([.exists(.data(field)), Self.amount(.greaterOrEqual, 100)]))
    #expect(outcome.receipt.routes.map(\.owed) == [0, 0])
    #expect(large == [2])
    #expect(rest == [1, 3, 4, 5])
  }

  /// 100.0 would have been less than 100, and money would have gone where it does not belong.
  @Test(arguments: ["100.0", #""100""#, "1e2", "99999999999999999999", "true", "[]"])
  func whatIsNoWholeNumberIsNotCompared(amount: String) async throws {
    let (outcome, _) = try await run([1: "5", 2: amount, 3: "1", 4: "1", 5: "1"])
    #expect(
      outcome.messages == [
        "item \(Sample.entry(2)): data.amount.inWalletCurrency.value is not a whole number of 64 bits, and a "
          + "route's 'when' asks for it"
      ])
    #expect(world.disk.job.items.isEmpty, "nothing was stored")
    #expect(large + rest == [])
  }

  /// It counted as no amount, and a large one went where small ones go.
  @Test(arguments: [
    #"{"amount":[{"inWalletCurrency":{"value":100000}}]}"#, #"{"amount":{"inWalletCurrency":[]}}"#,
    #"{"amount":"1000.00 EUR"}"#, "[]",
  ])
  func anAmountThatIsBehindSomethingElseThanAnObjectIsNotPassedOver(json: String) async throws {
    try await withTemporaryFolder { folder in
      let source = ScriptedSource(Sample.pending(1...1))
      source.give(ScriptedSource.data([(number: 1, json: json)], size: 1))
      var terms = World.Terms()
      terms.dataFolder = folder
      let large = try Self.amount(.greaterOrEqual, 100)
      let outcome = await world.run(
        source, to: [World.Route(name: "rest", predicate: .not(large))], terms)
      #expect(
        outcome.messages == [
          "item \(Sample.entry(1)): what leads to data.amount.inWalletCurrency.value is no object, and a route's"
            + " 'when' asks for it"
        ])
      #expect(rest == [])
    }
  }

  @Test func aChangedConditionIsRefusedAndDecidesNothingUntilAPersonAcceptsIt() async throws {
    _ = try await run([1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"])
    let more = ScriptedSource(Sample.pending(1...6))
    let (refused, _) = try await run(
      [1: "5", 2: "100", 3: "99", 4: "0", 5: "1000", 6: "50"],
      large: Self.amount(.greaterOrEqual, 50),
      rest: .not(Self.amount(.greaterOrEqual, 100)), source: more)
    #expect(refused.messages.count == 1)
    #expect(refused.messages[0].hasPrefix("route 'large' has delivered items of this export job"))
    #expect(large == [2, 5])
    #expect(world.disk.job.routes[Sample.name("large")]?.choices[5] == nil)
  }

  @Test func acceptedTermsAreAskedOfAllThatWasNotDelivered() async throws {
    _ = try await run([1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"])
    let record = world.disk.contents.record(of: Sample.job)
    let progress = try #require(record.routes[Sample.name("large")])
    let plan = world.plan(
      to: [World.Route(name: "large", predicate: try Self.amount(.greaterOrEqual, 50))],
      World.Terms())
    let accepted = plan.accepting(plan.routes[0], in: record, after: progress)
    #expect(accepted.owed == [0, 2, 3])
    var choices = RouteChoices()
    (choices[1], choices[4]) = (true, true)
    #expect(accepted.choices == choices)
  }

  /// A route that has delivered nothing may change its mind, unless it owes what it may not take then.
  @Test func aRouteThatOwesItemsDoesNotDropThemForAnotherCondition() async throws {
    _ = try await run([1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"], script: Self.broken)
    let (refused, _) = try await run(
      [1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"], large: Self.amount(.greaterOrEqual, 5000),
      rest: .not(Self.amount(.greaterOrEqual, 100)))
    #expect(refused.messages.count == 1)
    #expect(refused.messages[0].hasPrefix("route 'large' owes 2 items of this export job"))
    #expect(large == [])
  }

  @Test func aRouteThatTookNothingDecidesAnewUnderAnotherCondition() async throws {
    let amounts = [1: "5", 2: "100", 3: "99", 4: "0", 5: "1000"]
    let none = try Self.amount(.greaterOrEqual, 5000)
    _ = try await run(amounts, large: none)
    #expect(large == [])
    let (outcome, _) = try await run(
      amounts, large: Self.amount(.greaterOrEqual, 100), rest: .not(none))
    #expect(outcome.messages == [])
    #expect(large == [2, 5])
  }
}
