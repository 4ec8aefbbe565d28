import Diagnostics
import ExportModel
import Settings
import SinkKit
import SinkKitTesting
import Testing

@Suite struct SinkContractTests {
  private static func contract(_ fault: Fault) -> SinkContract {
    SinkContract(
      of: MemorySinkModule.self,
      settings: { .mapping(["folder": $0, "fault": fault.rawValue]) },
      readBack: { Memory[$0].items }, empty: { Memory.empty($0) }, isDurable: false)
  }

  private static func repeating(_ deed: RepeatingSinkModule.Deed) -> SinkContract {
    SinkContract(
      of: RepeatingSinkModule.self,
      settings: { .mapping(["folder": $0, "deed": deed.rawValue]) },
      readBack: { Memory[$0].items }, isDurable: false)
  }

  @Test(arguments: SinkContract.Rule.allCases)
  func anHonestSinkKeepsEveryRule(rule: SinkContract.Rule) async throws {
    #expect(try await Self.contract(.none).check(rule) == [])
  }

  @Test(arguments: SinkContract.Rule.allCases)
  func anHonestSinkThatRepeatsKeepsEveryRule(rule: SinkContract.Rule) async throws {
    #expect(try await Self.repeating(.repeats).check(rule) == [])
  }

  @Test(arguments: Fault.broken)
  func aBrokenSinkBreaksExactlyTheRuleThatItsFaultIsAbout(fault: Fault) async throws {
    var broken: [SinkContract.Rule] = []
    for rule in SinkContract.Rule.allCases {
      let violations = try await Self.contract(fault).check(rule)
      guard let first = violations.first else { continue }
      broken.append(rule)
      if rule == fault.rule { #expect(first == fault.sentence) }
    }
    #expect(broken == [fault.rule].compactMap { $0 })
  }

  @Test func everyRuleHasAFaultThatBreaksIt() {
    // Memory has no disk: see DiskRuleTests.
    #expect(
      Set(Fault.broken.compactMap(\.rule))
        == Set(SinkContract.Rule.allCases).subtracting([
          .survivesPowerLoss, .survivesKill, .failureLosesNothing,
        ]))
  }

  @Test func aSinkThatSaysItRepeatsAndAbsorbsBreaksTheRulesOfItsClaim() async throws {
    let contract = Self.repeating(.absorbs)
    #expect(
      try await contract.check(.repeatedBatch).first
        == "item 0 is there once after it was delivered twice, and the sink says that it repeats"
        + " what comes again")
    #expect(
      try await contract.check(.otherCutAfterDeath).first
        == "item 5 is there once after it was delivered twice, and the sink says that it repeats"
        + " what comes again")
    #expect(
      try await contract.check(.receiptsAreTrue)
        == [
          "a batch of 5 items, 0 to absorb, has the receipt 0 written, 5 absorbed, 0 rejected",
          "a batch of 6 items, 0 to absorb, has the receipt 4 written, 2 absorbed, 0 rejected",
        ])
  }

  @Test func aSinkThatSaysItRemembersMustBeTried() async throws {
    let contract = SinkContract(
      of: MemorySinkModule.self, settings: { .mapping(["folder": $0]) },
      readBack: { Memory[$0].items })
    #expect(
      try await contract.check(.removedItemsStayAway)
        == ["the sink says that it remembers what was removed, and the contract has no 'empty'"])
  }

  @Test func wrongSettingsAreRefusedWithEveryFinding() throws {
    let refusal = try #require(throws: RefusedFile.self) {
      _ = try MemorySinkModule.make(from: .mapping(["foldr": "/a"]), in: "/jobs")
    }
    #expect(
      refusal.findings.map(\.message).sorted()
        == ["'foldr' is not a setting of sink 'memory'", "sink 'memory' needs 'folder'"])
  }
}
