import Diagnostics
import Settings
import Testing
import YAMLReader

/// No file costs much time or memory, whatever is in it.
@Suite(.timeLimit(.minutes(15))) struct YAMLLimitsTests {
  private static let help = "[yaml.limit] make the file smaller or flatter"
  private static let tooMany =
    "the file is over the limit of 10000 keys and values, aliases written out \(help)"
  private static let tooDeep =
    "lists and mappings are nested beyond the limit of 64 levels \(help)"

  @Test func aFileOverTheSizeIsRefusedUnread() {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20)
    #expect(
      Reading(bytes: line).messages == [
        "1:1: the file is over the limit of 1048576 bytes \(Self.help)"
      ])
  }

  @Test func theLargestFileIsRead() {
    let text = String(repeating: "x", count: 1 << 20)
    #expect(Reading(text).tree == text)
  }

  @Test func aLineOfTenMebibytesIsReadWhereTheLimitAllowsIt() {
    let limits = YAMLLimits(bytes: 16 << 20, lines: 10, depth: 64, nodes: 10_000)
    let text = String(repeating: "x", count: 10 << 20)
    #expect(Reading("a: \(text)\n", limits: limits).tree == "{a: \(text)}")
  }

  @Test(arguments: ["[", "{a: ", "[{a: ", "- ", "? ", "a:\n"])
  func depthEndsTheReading(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    #expect(Reading(text).findings.count == 1)
    #expect(Reading(text).root == nil)
  }

  @Test func sixtyFourLevelsAreReadAndOneMoreIsNot() {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(Reading(nested(64)).tree == nested(64))
    #expect(Reading(nested(65)).messages == ["1:65: \(Self.tooDeep)"])
  }

  @Test func depthCountsWhatAliasesPutIn() {
    var text = "a0: &a0 []\n"
    for level in 1...80 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(Reading(text).messages == ["64:12: \(Self.tooDeep)"])
  }

  @Test func tenThousandKeysAndValuesAreReadAndOneMoreIsNot() {
    func list(_ count: Int) -> String {
      "[" + String(repeating: "x,", count: count - 1) + "]"
    }
    #expect(Reading(list(10_000)).messages == [])
    #expect(Reading(list(10_001)).messages == ["1:20000: \(Self.tooMany)"])
  }

  @Test func mergedMappingsThatMultiplyAreStopped() {
    var text = "a0: &a0 {x: 1}\n"
    for level in 1...30 {
      let last = "*a\(level - 1)"
      text += "a\(level): &a\(level) {<<: \(last), b\(level): \(last), c\(level): \(last)}\n"
    }
    #expect(Reading(text).messages == ["8:23: \(Self.tooMany)"])
  }

  @Test func theBillionLaughsAreStoppedAtTheAliasThatGoesTooFar() {
    var text = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n"
    for (name, last) in zip("bcdefghi", "abcdefgh") {
      text +=
        "\(name): &\(name) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]\n"
    }
    #expect(Reading(text).messages == ["5:8: \(Self.tooMany)"])
  }

  @Test func aLongTextIsNotRepeatedWithoutEnd() {
    let long = String(repeating: "x", count: 500_000)
    let text = "a: &a \(long)\nb: [*a, *a, *a]\n"
    #expect(
      Reading(text).messages == [
        "2:13: aliases put in more than the limit of 1048576 bytes \(Self.help)"
      ])
  }

  @Test(arguments: [
    "%TAG !a! x\n", "&a ", "*a,", "!a ", "\"", "'\n", "|", "\n", " ", "#\n", "a:\n", "{", ",", "? ",
    "---\n", "...\n", "%YAML 1.1\n", ": ", "<<: ", "[a: ", "&a [*a, ", "a: \"\\",
  ])
  func aMebibyteOfAnythingEndsSoon(unit: String) {
    let reading = Reading(String(repeating: unit, count: (1 << 20) / unit.utf8.count))
    #expect((reading.root == nil) == !reading.findings.isEmpty)
  }

  @Test func manyUnknownAliasesAreReportedSoon() {
    let names = (0..<4000).map { "&\(String(repeating: "a", count: 90))\($0) x, *b\($0)" }
    #expect(Reading("[\(names.joined(separator: ","))]").findings.count == 4000)
  }
}
