import Settings
import Testing

@testable import YAMLReader

/// The order of keys that the formatter writes.
struct KeyOrderTests {
  private static let shape = ValueShape.mapping([
    KeyDescription(section: "version", "Version.", shape: .integer(1...1)),
    KeyDescription(section: "job", "Name.", shape: .text(pattern: nil)),
    KeyDescription(section: "source", "Source.", shape: .kind([])),
    KeyDescription(section: "routes", "Routes.", shape: .list(of: .mapping([]))),
  ])

  @Test func theMergeKeyIsFirstThenTheLanguageThenTheRest() {
    #expect(
      sorted(["other", "routes", "job", "<<", "another", "version"], Self.shape, isRoot: false)
        == ["<<", "version", "job", "routes", "other", "another"])
  }

  /// They may hold the anchors that the sections refer to.
  @Test func theUsersOwnKeysAreBeforeTheFirstSectionOfTheFile() {
    #expect(
      sorted(["routes", "x-queue", "source", "job", "x-a"], Self.shape, isRoot: true)
        == ["job", "x-queue", "x-a", "source", "routes"])
    #expect(
      sorted(["routes", "x-queue", "job"], Self.shape, isRoot: false)
        == ["job", "routes", "x-queue"])
  }

  @Test func keysOfAnUnknownFormStayInTheirOrder() {
    #expect(sorted(["b", "<<", "a"], nil, isRoot: false) == ["b", "<<", "a"])
  }

  @Test func theEmptyLineAboveTheFirstEntryStaysAboveTheEntryThatHasItsPlace() {
    let entries = [entry("routes"), entry("job", lead: [.blank, .comment("# name")])]
    let arranged = KeyOrder(Self.shape, isRoot: true).arranged(entries)
    #expect(arranged.map(\.key?.name) == ["job", "routes"])
    #expect(arranged.map(\.lead) == [[.comment("# name")], [.blank]])
  }

  private func sorted(_ keys: [String], _ shape: ValueShape?, isRoot: Bool) -> [String] {
    KeyOrder(shape, isRoot: isRoot).sorted(keys.map { key($0) }, by: { $0 }).map(\.name)
  }

  private func entry(_ name: String, lead: [Layout.Trivia] = []) -> Layout.Entry {
    Layout.Entry(lead: lead, key: key(name), value: .line("x"), comment: nil)
  }

  private func key(_ name: String) -> Layout.Key {
    Layout.Key(text: name, name: name, isPlain: true)
  }
}
