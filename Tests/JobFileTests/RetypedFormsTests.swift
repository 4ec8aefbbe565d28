import Diagnostics
import JobFile
import JobFileTestSupport
import Testing

/// Which plain texts have another type in YAML 1.1, and which only look like it.
struct RetypedFormsTests {
  @Test(arguments: [
    ("Yes", "true"), ("TRUE", "true"), ("off", "false"), ("~", "null"), ("-7", "a number"),
    ("+1_000", "a number"), ("0x1F", "a number"), ("0b11", "a number"), ("0o17", "a number"),
    (".5", "a number"), ("1.", "a number"), ("1e-3", "a number"), (".inf", "a number"),
    ("-.INF", "a number"), (".NaN", "a number"), ("10:30", "a number"), ("1:30.5", "a number"),
    ("2026-1-2", "a date"), ("2026-01-02T10:00:00Z", "a date"), ("2026-01-02 10:00", "a date"),
  ])
  func aTextOfAnotherTypeIsAWarning(text: String, type: String) async throws {
    let loaded = try await load(job(more: "description: \(text)"))
    #expect(
      loaded.file.findings.map(\.message) == [
        "another YAML reader would read '\(text)' as \(type)"
      ])
    #expect(loaded.definition?.description == text)
  }

  @Test(arguments: [
    "nope", "yEs", "1.2.3", "127.0.0.1", "12-30-45", "2026-01", "2026-01-02x", "0xyz", "0x", "1e",
    "e5", "_1", "+-1", ".", "-.nan", "12:345", "a:1", "10%", "1,5", "30s",
  ])
  func aTextOfNoOtherTypeGivesNoWarning(text: String) async throws {
    let loaded = try await load(job(more: "description: \(text)"))
    #expect(loaded.findings == "")
    #expect(loaded.definition?.description == text)
  }
}
