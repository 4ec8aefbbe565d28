/// A value as it is in a file, with the comments and empty lines around what is in it: what a
/// formatter lays out.
indirect enum Layout {
  /// A comment or an empty line; several empty lines in a row are one.
  enum Trivia: Equatable {
    case blank
    case comment(String)
  }

  /// A comment behind something on its line, with the space before it.
  struct Trailing {
    let space: String
    let text: String
  }

  /// A key as written.
  struct Key {
    let text: String
    /// What the key says, without quotes.
    let name: String
    let isPlain: Bool
  }

  /// A key with its value, or an item of a list, and what is above and behind it.
  struct Entry {
    var lead: [Trivia]
    /// The key; nil for an item of a list.
    let key: Key?
    let value: Layout
    let comment: Trailing?
  }

  /// A mapping or a list without brackets.
  struct Collection {
    let isMapping: Bool
    /// `&name`; nil where there is none.
    let anchor: String?
    var entries: [Entry]
    /// What is below the last entry and belongs to none.
    var footer: [Trivia]
  }

  /// A line of a text or a list over several lines.
  struct Line {
    /// How far it is beyond the mapping or list around it.
    let depth: Int
    let text: String
  }

  /// A value on one line, as written; empty where it was left out.
  case line(String)
  /// A list or mapping in brackets on one line.
  case flow(FlowLayout)
  /// A value over several lines, as written.
  case lines(first: String, rest: [Line])
  /// A text under `|` or `>`, without its indentation.
  case block(header: String, indentation: Int?, lines: [String])
  /// A mapping or a list without brackets.
  case collection(Collection)
}

/// A document as it is in a file.
struct DocumentLayout {
  /// What is above `---`; nil where there is no such line.
  var prolog: [Layout.Trivia]?
  var prologComment: Layout.Trailing?
  /// What is above the first key and belongs to the file as a whole; ends with an empty line.
  var header: [Layout.Trivia]
  var root: Layout.Collection

  /// Every comment that is laid out, sorted, to compare two layouts by.
  var comments: [String] {
    var found = texts(in: (prolog ?? []) + header) + [prologComment?.text].compactMap(\.self)
    collect(from: root, into: &found)
    return found.sorted()
  }

  private func collect(from collection: Layout.Collection, into found: inout [String]) {
    found += texts(in: collection.footer)
    for entry in collection.entries {
      found += texts(in: entry.lead)
      if let comment = entry.comment { found.append(comment.text) }
      if case .collection(let inner) = entry.value { collect(from: inner, into: &found) }
    }
  }

  private func texts(in trivia: [Layout.Trivia]) -> [String] {
    trivia.compactMap { if case .comment(let text) = $0 { text } else { nil } }
  }
}

/// A list or mapping in brackets on one line.
indirect enum FlowLayout {
  /// A single value or an alias, as written.
  case text(String)
  case list(anchor: String?, [FlowLayout])
  case mapping(anchor: String?, [(key: Layout.Key, value: FlowLayout)])
}
