/// What a new sink is called in each place.
struct SinkNames {
  /// In job files: `text_file`.
  let kind: String

  /// Takes small letters and digits, in words with `_` or `-` between them; nil for anything else.
  init?(_ text: String) {
    let words = text.split(separator: /[_-]/, omittingEmptySubsequences: false)
    guard text.utf8.count <= 40,
      words.allSatisfy({ $0.wholeMatch(of: /[a-z][a-z0-9]*/) != nil })
    else { return nil }
    kind = words.joined(separator: "_")
  }

  /// As words: `text file`.
  var words: String { kind.replacing("_", with: " ") }
  /// As a job's name: `text-file`.
  var dashed: String { kind.replacing("_", with: "-") }
  /// As a type and a module: `TextFileSink`.
  var type: String {
    kind.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Sink"
  }
}
