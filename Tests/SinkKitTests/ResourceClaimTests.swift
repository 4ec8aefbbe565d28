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
    let neighbors: [ResourceClaim] = [
      .file("/d/db\(suffix)"), .directory("/d/db\(suffix)"),
      .table(file: "/d/db\(suffix)", name: "u"),
    ]
    for other in neighbors {
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
