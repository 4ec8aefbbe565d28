import Diagnostics
import Settings
import Testing

/// Declared settings, and a mapping checked against them.
@Suite struct CheckedSettingsTests {
  private static let path = Setting("path", .path, "Where the file is.")
  private static let size = Setting("size", .integer(in: 1...9), default: 5, "How much at once.")
  private static let wait = Setting("wait", .duration, default: .seconds(30), "How long to wait.")
  private static let declared: [any DeclaredSetting] = [path, size, wait]

  @Test func readingIsTotalOnceEverythingIsRight() throws {
    let (settings, messages) = check([("size", .plain("7")), ("path", .plain("x"))])
    #expect(messages == [])
    let checked = try #require(settings)
    #expect(checked[Self.path] == "/jobs/x")
    #expect(checked[Self.size] == 7)
    #expect(checked[Self.wait] == .seconds(30))
  }

  @Test func aPlaceIsTheValuesOrTheMappings() throws {
    let checked = try #require(check([("size", .plain("7")), ("path", .plain("x"))]).settings)
    #expect(checked.span == span(1))
    #expect(checked.span(of: Self.size) == span(15))
    #expect(checked.span(of: Self.wait) == span(1))
  }

  @Test func everyProblemIsReportedInOnePass() {
    let (settings, messages) = check([
      ("size", .plain("0")), ("siez", .plain("1")), ("wait", .plain("1")), ("wait", .plain("1s")),
    ])
    #expect(settings == nil)
    #expect(
      messages == [
        "1: error: sink 'x' needs 'path' [settings.missing] add 'path:'",
        "15: error: '0' is not a whole number from 1 to 9 [settings.type]"
          + " write a whole number from 1 to 9, such as 1",
        "20: error: 'siez' is not a setting of sink 'x' [settings.unknown] did you mean 'size'?",
        "35: error: '1' is not a duration [settings.type] write a duration, such as 30s",
        "40: error: 'wait' is given twice [settings.repeated] keep one of the two",
      ])
  }

  @Test(arguments: ["other", "path"])
  func aKeyTooManyIsEnoughToRefuseTheMapping(key: String) {
    let (settings, messages) = check([("path", .plain("x")), (key, .plain("y"))])
    #expect(settings == nil)
    #expect(messages.count == 1)
  }

  @Test func aWarningRefusesNothing() {
    let (settings, messages) = check([("path", .plain("2026-01-01"))])
    #expect(settings != nil)
    #expect(messages.count == 1)
  }

  @Test func aValueThatCouldNotBeHadRefusesTheMappingWithoutAnotherFinding() {
    let unresolved = Scalar(unresolved: "${env:X}", isPlain: true)
    let (settings, messages) = check([("path", .scalar(unresolved))])
    #expect(settings == nil)
    #expect(messages == [])
  }

  @Test func findingsFromBeforeRefuseNothing() {
    var findings = Findings()
    findings.add(Diagnostic(id: FindingID("a.b", ""), "elsewhere", at: nil))
    let node = mapping([("path", .plain("x"))])
    #expect(
      CheckedSettings(
        node, of: "sink 'x'", declared: Self.declared, context: context, findings: &findings) != nil
    )
    #expect(findings.sorted.count == 1)
  }

  @Test func whatIsNoMappingIsRefused() {
    var findings = Findings()
    #expect(
      CheckedSettings(
        value("x"), of: "sink 'x'", declared: Self.declared, context: context, findings: &findings)
        == nil)
    #expect(
      findings.messages == [
        "1: error: sink 'x' is a mapping, found a value [settings.shape]"
          + " write keys under it: path, size, wait"
      ])
  }

  @Test func aSettingDescribesItself() {
    let settings = Self.declared
    #expect(settings.map(\.name) == ["path", "size", "wait"])
    #expect(
      settings.map(\.summary) == ["Where the file is.", "How much at once.", "How long to wait."])
    #expect(settings.map(\.typeName) == ["a path", "a whole number from 1 to 9", "a duration"])
    #expect(settings.map(\.example) == ["./out", "1", "30s"])
    #expect(settings.map(\.fallbackText) == [nil, "5", "30s"])
  }

  @Test func readingWhatWasNotDeclaredIsAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var findings = Findings()
      let settings = CheckedSettings(
        mapping([]), of: "sink 'x'", declared: [], context: context, findings: &findings)
      _ = settings?[Setting("size", .integer(in: 1...9), default: 5, "How much at once.")]
    }
  }

  private func check(
    _ entries: [(String, Node.Content)]
  ) -> (settings: CheckedSettings?, messages: [String]) {
    var findings = Findings()
    let settings = CheckedSettings(
      mapping(entries), of: "sink 'x'", declared: Self.declared, context: context,
      findings: &findings)
    return (settings, findings.messages)
  }
}
