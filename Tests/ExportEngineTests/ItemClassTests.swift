import ExportModel
import Testing

@testable import ExportEngine

@Suite struct ItemClassTests {
  /// A definition's policy and whether an earlier run stored the item as work.
  struct Case: Sendable, CustomTestStringConvertible {
    let inProgress: RecoveryPolicy.InProgress
    let unknown: RecoveryPolicy.UnknownStatus
    let isWork: Bool

    var testDescription: String { "in_progress: \(inProgress), unknown: \(unknown), \(isWork)" }

    func policy(process: Set<ItemStatus> = [.pending]) -> RecoveryPolicy {
      RecoveryPolicy(process: process, inProgress: inProgress, unknownStatus: unknown)
    }

    static let all = RecoveryPolicy.InProgress.allCases.flatMap { inProgress in
      RecoveryPolicy.UnknownStatus.allCases.flatMap { unknown in
        [false, true].map { Case(inProgress: inProgress, unknown: unknown, isWork: $0) }
      }
    }
  }

  @Test(arguments: Case.all)
  func everyStatusHasOneClassUnderEveryPolicy(one: Case) {
    let inProgress: ItemClass =
      switch (one.inProgress, one.isWork) {
      case (_, true): .due
      case (.skip, false): .skipped
      case (.hold, false): .held
      case (.process, false): .due
      }
    let classes: [(ItemStatus, ItemClass)] = [
      (.pending, .due), (.inProgress, inProgress), (.successful, .skipped), (.failed, .skipped),
      (.abandoned, .skipped), (.onHold, one.unknown == .hold ? .held : .skipped),
    ]
    for (status, expected) in classes {
      #expect(one.policy().itemClass(of: status, isWork: one.isWork) == expected, "\(status)")
    }
  }

  @Test(arguments: Case.all)
  func aStatusToProcessIsDueWhateverElseIsSaid(one: Case) {
    let all = ItemStatus.known + [.onHold]
    for status in all {
      let policy = one.policy(process: [status])
      #expect(policy.itemClass(of: status, isWork: one.isWork) == .due, "\(status)")
    }
  }

  @Test(arguments: Case.all)
  func whatIsNotToBeProcessedIsNeverDueByItself(one: Case) {
    let policy = one.policy(process: [])
    for status in [ItemStatus.successful, .failed, .abandoned] {
      #expect(policy.itemClass(of: status, isWork: one.isWork) == .skipped, "\(status)")
    }
    // `process` was narrowed while a route owed the item: it was said to have become final at the source.
    #expect(policy.itemClass(of: .pending, isWork: one.isWork) == (one.isWork ? .due : .skipped))
  }

  @Test func aTableOfClassesSaysTheSameAsThePolicy() {
    var table = StatusTable()
    let onHold = table.code(for: .onHold) ?? .none
    let classes = StatusClasses(RecoveryPolicy(), of: table)

    #expect(classes.ofNew(onHold) == .held)
    #expect(classes.ofNew(.none) == .skipped)
    #expect(classes.ofWork(.none) == .skipped)
    for status in ItemStatus.known {
      let code = table.code(for: status) ?? .none
      let policy = RecoveryPolicy()
      #expect(classes.ofNew(code) == policy.itemClass(of: status, isWork: false))
      #expect(classes.ofWork(code) == policy.itemClass(of: status, isWork: true))
    }
  }

  @Test func aRunCountsWhatItHoldsAndWhatItSkips() async {
    let world = World("a")
    let items = Sample.items([
      1: .pending, 2: .inProgress, 3: .successful, 4: .failed, 5: .abandoned, 6: .onHold,
    ])
    let outcome = await world.run(items, to: "a")

    #expect(world.place("a").numbers == [1])
    #expect(outcome.receipt.held == 1, "on_hold")
    #expect(outcome.receipt.skipped == 4)
  }

  @Test func anUnknownStatusIsHeldAndNeverDelivered() async {
    let world = World("a")
    _ = await world.run(Sample.items([1: .onHold]), to: "a")
    let outcome = await world.run(Sample.items([1: .onHold]), to: "a")

    #expect(world.place("a").numbers == [])
    #expect(outcome.receipt.held == 1)
  }
}
