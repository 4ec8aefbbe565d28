/// libyaml 0.2's sentences (`scanner.c`, `parser.c`) in words for people who write job files.
extension SyntaxProblem {
  /// What to report to a person.
  struct Wording {
    let message: String
    var help: String?
    /// Whether the mistake is where the construct begins, not where libyaml gave up.
    var isAtContext = false
  }

  /// The sentence for the problem; libyaml's own where we have no better one.
  var wording: Wording {
    structureWording ?? collectionWording ?? textWording ?? directiveWording
      ?? Wording(message: problem)
  }

  /// What is at a place where it is not allowed.
  private var structureWording: Wording? {
    switch problem {
    case "mapping values are not allowed in this context", "found unexpected ':'":
      Wording(
        message: "a ':' is not allowed here",
        help: "quote the text that holds it, or begin the key on a line of its own")
    case "block sequence entries are not allowed in this context":
      Wording(message: "a list entry cannot begin here", help: "begin '- ' on a line of its own")
    case "mapping keys are not allowed in this context":
      Wording(message: "a key cannot begin here", help: "quote a text that begins with '?'")
    case "could not find expected ':'":
      Wording(
        message: "expected ':' after '\(contextPlace.word)'",
        help: "write 'key: value', the key on one line and at most 1024 characters long",
        isAtContext: true)
    case "found character that cannot start any token" where place.rest.first != "\t":
      Wording(message: "a value cannot begin with \(place.character)", help: "quote the value")
    case "found character that cannot start any token",
      "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      Wording(message: "a tab cannot indent", help: "use spaces")
    case "did not find expected <document start>":
      Wording(
        message: "expected the end of the file, found \(place.found)",
        help: "keep one value in a file; after a '%YAML' line write '---'")
    default: nil
    }
  }

  /// What lists and mappings lack.
  private var collectionWording: Wording? {
    switch problem {
    case "did not find expected node content":
      Wording(
        message: "expected a value, found \(place.found)",
        help: "write a value, or quote a text that begins so")
    case "did not find expected ',' or ']'":
      Wording(
        message: "expected ',' or ']' in the list, found \(place.found)",
        help: "put ',' between values and ']' at the end")
    case "did not find expected ',' or '}'":
      Wording(
        message: "expected ',' or '}' in the mapping, found \(place.found)",
        help: "put ',' between entries and '}' at the end")
    case "did not find expected key" where place.isFirstOnLine:
      Wording(
        message: "expected a key of the mapping, found \(place.found)",
        help: "give every key of a mapping the same indentation")
    case "did not find expected '-' indicator" where place.isFirstOnLine:
      Wording(
        message: "expected '-' of the list, found \(place.found)",
        help: "give every '-' of a list the same indentation")
    case "did not find expected key", "did not find expected '-' indicator":
      Wording(
        message: "expected the end of the line, found \(place.found)",
        help: "quote the value as a whole")
    default: nil
    }
  }

  /// What can be wrong inside quoted and block texts, and in the names of anchors.
  private var textWording: Wording? {
    switch problem {
    case "found unexpected end of stream":
      Wording(
        message: "a quoted text does not end", help: "close the quote that begins here",
        isAtContext: true)
    case "found unexpected document indicator":
      Wording(
        message: "a quoted text is cut off by \(place.found)",
        help: "close the quote, or indent the line")
    case "found unknown escape character":
      Wording(
        message: "'\(String(String.UnicodeScalarView(place.rest.prefix(2))))' is not an escape",
        help: "write '\\\\' for a backslash, or use single quotes")
    case "did not find expected hexdecimal number":
      Wording(
        message: "an escape lacks hexadecimal digits",
        help:
          "for a backslash write '\\\\', or use single quotes; else give '\\x' two digits, '\\u' "
          + "four and '\\U' eight")
    case "found invalid Unicode character escape code":
      Wording(
        message: "an escape names no character",
        help: "write '\\U' and eight digits for a character beyond U+FFFF")
    case "found an indentation indicator equal to 0":
      Wording(message: "a text cannot be indented by 0", help: "write a digit from 1 to 9")
    case "did not find expected comment or line break" where context.hasSuffix("block scalar"):
      Wording(
        message: "expected the end of the line after '|' or '>', found \(place.found)",
        help: "begin the text on the next line")
    case "did not find expected alphabetic or numeric character":
      Wording(
        message: "'\(contextPlace.word)' does not name an anchor",
        help: "use letters, digits, '_' and '-', or quote a text that begins with '&' or '*'",
        isAtContext: true)
    default: nil
    }
  }

  /// What can be wrong in lines that begin with `%`.
  private var directiveWording: Wording? {
    switch problem {
    case "found incompatible YAML document":
      Wording(message: "only YAML 1.1 and 1.2 are read", help: "take the '%YAML' line out")
    case "found duplicate %YAML directive":
      Wording(message: "'%YAML' is given twice", help: "take the '%YAML' lines out")
    default:
      context.contains("directive")
        ? Wording(
          message: "a line that begins with '%' is not '%YAML 1.2'",
          help: "take the line out, or indent or quote the text", isAtContext: true) : nil
    }
  }
}
