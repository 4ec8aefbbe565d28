import Diagnostics
import Testing

/// The name that was meant.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("jornal", "journal"), ("jounral", "journal"), ("JOURNAL", "journal"), ("paht", "path"),
    ("tabel", "table"), ("journals", "journal"), ("patch", "path"),
  ])
  func aNearNameIsMeant(written: String, meant: String) {
    let known = ["path", "table", "journal"]
    #expect(Suggestion.nearest(to: written, among: known) == meant)
    #expect(Suggestion.help(for: written, among: known) == "did you mean '\(meant)'?")
  }

  @Test(arguments: ["", "x", "pxxh", "nothing", "journeyman"])
  func aFarNameIsNot(written: String) {
    let known = ["path", "table", "journal"]
    #expect(Suggestion.nearest(to: written, among: known) == nil)
    #expect(Suggestion.help(for: written, among: known) == "use one of: path, table, journal")
  }

  @Test func equallyNearNamesAreTakenInAlphabeticalOrder() {
    #expect(Suggestion.nearest(to: "rate", among: ["race", "date"]) == "date")
  }

  @Test func aVeryLongTextIsNearToNothing() {
    let long = String(repeating: "path", count: 100_000)
    #expect(Suggestion.nearest(to: long, among: ["path"]) == nil)
  }
}
