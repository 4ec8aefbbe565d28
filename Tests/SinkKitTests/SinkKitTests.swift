import Diagnostics
import ExportModel
import Settings
import SinkKit
import Testing

/// What sinks claim.
@Suite struct ResourceClaimTests {
  @Test(arguments: [
    (ResourceClaim.standardOutput, ResourceClaim.standardOutput),
    (.file("/a"), .file("/a")),
    (.directory("/a"), .directory("/a")),
    (.directory("/a"), .file("/a")),
    (.directory("/a"), .directory("/a/b")),
    (.directory("/a"), .file("/a/b/c")),
    (.directory("/a"), .table(file: "/a/b", name: "t")),
    (.directory("/"), .file("/a")),
    (.directory("/"), .directory("/")),
    (.file("/a"), .table(file: "/a", name: "t")),
    (.table(file: "/a", name: "t"), .table(file: "/a", name: "t")),
  ])
  func theSamePlaceOrOneInsideTheOtherConflicts(left: ResourceClaim, right: ResourceClaim) {
    #expect(left.conflicts(with: right))
    #expect(right.conflicts(with: left))
  }

  @Test(arguments: [
    (ResourceClaim.standardOutput, ResourceClaim.file("/dev/stdout")),
    (.file("/a"), .file("/b")),
    (.file("/a"), .file("/a/b")),
    (.directory("/a"), .directory("/ab")),
    (.directory("/a/b"), .directory("/a/c")),
    (.directory("/a/b"), .file("/a")),
    (.directory("/a"), .standardOutput),
    (.table(file: "/a", name: "t"), .table(file: "/a", name: "u")),
    (.table(file: "/a", name: "t"), .table(file: "/b", name: "t")),
    (.table(file: "/a", name: "t"), .file("/b")),
  ])
  func differentPlacesDoNot(left: ResourceClaim, right: ResourceClaim) {
    #expect(!left.conflicts(with: right))
    #expect(!right.conflicts(with: left))
  }

  @Test(arguments: [
    (ResourceClaim.exclusive(namespace: "queue", key: "a"), "one queue", "queue a"),
    (.standardOutput, "standard output", "standard output"),
  ])
  func whatIsBeyondTheFileSystemIsClaimedByNamespaceAndKey(
    claim: ResourceClaim, shared: String, words: String
  ) {
    #expect(claim.conflicts(with: claim))
    #expect(claim.shared(with: claim) == shared)
    #expect(claim.description == words)
    for other in [
      ResourceClaim.exclusive(namespace: "queue", key: "b"),
      .exclusive(namespace: "topic", key: "a"), .file("a"), .directory("/"),
    ] {
      #expect(!claim.conflicts(with: other))
      #expect(!other.conflicts(with: claim))
    }
  }

  @Test func aSinksPlaceIsWhatItClaimsUnlessItSaysOtherwise() throws {
    var findings = Findings()
    let start = SourcePosition(line: 1, column: 1)
    let nothing = Node(.mapping([]), at: SourceSpan(file: "", start: start, end: start))
    let settings = try #require(
      CheckedSettings(
        nothing, of: "sink 'other'", declared: [], context: ReadingContext(folder: "/"),
        findings: &findings))
    #expect(try OtherSinkModule(settings: settings).place == [.standardOutput])
  }

  @Test(arguments: ["-wal", "-shm", "-journal"])
  func aPartHoldsTheFilesThatGoWithItsFile(suffix: String) {
    let table = ResourceClaim.table(file: "/d/db", name: "t")
    let neighbours: [ResourceClaim] = [
      .file("/d/db\(suffix)"), .directory("/d/db\(suffix)"),
      .table(file: "/d/db\(suffix)", name: "u"),
    ]
    for other in neighbours {
      #expect(table.conflicts(with: other))
      #expect(other.conflicts(with: table))
    }
    #expect(!table.conflicts(with: .file("/d/db\(suffix)2")))
  }

  @Test func aClaimSaysWhatItIs() {
    #expect(ResourceClaim.standardOutput.description == "standard output")
    #expect(ResourceClaim.directory("/a").description == "directory /a")
    #expect(ResourceClaim.file("/a").description == "file /a")
    #expect(ResourceClaim.table(file: "/a", name: "t").description == "table 't' of /a")
  }
}

extension ResourceClaim {
  fileprivate static func table(file: String, name: String) -> ResourceClaim {
    .part(kind: "table", name: name, file: file, suffixes: ["-wal", "-shm", "-journal"])
  }
}

private struct OneSinkModule: SinkModule {
  static let descriptor = SinkDescriptor(
    kind: "one", summary: "Takes nothing.", redelivery: .absorbed, settings: [])
  init(settings: CheckedSettings) throws(Diagnostic) {}
  var claims: Set<ResourceClaim> { [] }
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    throw SinkError(.invalid, "it cannot be opened")
  }
}

private struct OtherSinkModule: SinkModule {
  static let descriptor = SinkDescriptor(
    kind: "other", summary: "Takes nothing.", redelivery: .repeated, settings: [])
  init(settings: CheckedSettings) throws(Diagnostic) {}
  var claims: Set<ResourceClaim> { [.standardOutput] }
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    throw SinkError(.invalid, "it cannot be opened")
  }
}

/// The sinks of a program.
@Suite struct SinkCatalogTests {
  @Test func aModuleIsFoundByItsKind() {
    let catalog = SinkCatalog([OtherSinkModule.self, OneSinkModule.self])
    #expect(catalog.kinds == ["other", "one"])
    #expect(catalog["one"] == OneSinkModule.self)
    #expect(catalog["other"]?.descriptor.redelivery == .repeated)
    #expect(catalog["One"] == nil)
    #expect(catalog[""] == nil)
    #expect(SinkCatalog([]).kinds == [])
  }

  @Test func twoModulesOfOneKindAreAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = SinkCatalog([OneSinkModule.self, OneSinkModule.self])
    }
  }
}

/// What passes between the engine and a sink.
@Suite struct SinkValueTests {
  @Test func anErrorSaysWhatHappenedAndWhatToDo() {
    #expect(SinkError(.storage, "the disk is full").description == "the disk is full")
    #expect(
      SinkError(.denied, "cannot write /a", hint: "give the user the folder").description
        == "cannot write /a (give the user the folder)")
    #expect(
      "\(SinkError(.storage, "the disk is full", cause: SinkError(.denied, "x")))"
        == "the disk is full")
  }

  @Test func onlyAnUnavailablePlaceIsWorthAnotherTry() {
    let codes: [SinkError.Code] = [.unavailable, .storage, .denied, .invalid]
    #expect(codes.map(\.isWorthRetrying) == [true, false, false, false])
    #expect(codes.map(\.description) == ["unavailable", "storage", "denied", "invalid"])
  }

  @Test func aLabelIsJobAndRoute() throws {
    let label = SinkLabel(
      job: try #require(Name("nightly")), route: try #require(Name("file_queue")))
    #expect(label.description == "nightly/file_queue")
  }

  @Test func aBatchKeepsItsItemsAndItsJob() {
    let items = [item(0), item(2), item(7)]
    #expect(ItemBatch(items).items == items)
    #expect(ItemBatch(items).jobID == items[0].jobID)
  }

  @Test func aBatchWithoutItemsIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([]) }
  }

  @Test func aBatchOutOfOrderIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([item(1), item(1)]) }
  }

  @Test func aBatchOfTwoJobsIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) { _ = ItemBatch([item(1), item(2, job: 2)]) }
  }

  @Test func aReceiptCountsNothingThatItIsNotTold() {
    let receipt = DeliveryReceipt(written: 3)
    #expect(receipt.absorbed == 0)
    #expect(receipt.rejected == [])
    #expect(receipt != DeliveryReceipt(written: 3, absorbed: 1))
  }
}

/// An item at an ordinal.
func item(_ ordinal: Int, job: UInt64 = 1) -> StoredItem {
  StoredItem(
    ordinal: ordinal, jobID: JobID(Identifier(high: 0, low: job)),
    entryID: EntryID(Identifier(high: 1, low: UInt64(ordinal))), status: .pending)
}
