import Diagnostics

extension ValueType where Value == String {
  /// A path; a relative one is relative to the folder of the file, never to the working directory.
  ///
  /// Nothing in it is expanded. What looks as if it should be is a warning.
  public static var path: ValueType {
    let (name, example) = ("a path", "./out")
    return ValueType(
      name: name, example: example,
      read: { node, context, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        guard !scalar.text.isEmpty else {
          findings.add(
            scalar.refusal(as: name, at: node.span, help: "write \(name), such as \(example)"))
          return nil
        }
        guard !scalar.text.unicodeScalars.contains(where: \.isControl) else {
          findings.add(
            Diagnostic(
              id: .pathCharacters, "the path has a line end or another control character",
              at: node.span, help: "look at where the value comes from, and write it without"))
          return nil
        }
        guard !joinsSlash(scalar.text) else {
          findings.add(
            Diagnostic(
              id: .pathCharacters,
              "a name in the path begins with an accent or another mark that joins the character before it",
              at: node.span, help: "write the name without the mark"))
          return nil
        }
        guard !PathSurprise.isAddress(scalar.text) else {
          findings.add(
            Diagnostic(
              id: .pathAddress, "an address is not a path", at: node.span,
              help: "write \(name), such as \(example)"))
          return nil
        }
        if let surprise = PathSurprise(scalar.text) {
          findings.add(
            Diagnostic(
              .warning, id: .pathLiteral, "the path \(surprise.message)", at: node.span,
              help: surprise.help))
        } else if let warning = scalar.retypingWarning(at: node.span) {
          findings.add(warning)
        }
        return context.place(scalar.text)
      }, write: { $0 })
  }
}

/// Whether a name in a path begins with a mark that makes one character with the slash before it: the slash would be found by
/// the system, and not by what compares characters.
private func joinsSlash(_ path: String) -> Bool {
  "/\(path)".contains { $0 != "/" && $0.unicodeScalars.first == "/" }
}

/// Something in a path that other programs would take for more than a name.
private struct PathSurprise {
  let message: String
  let help: String

  /// Whether a text begins as `https://` does; `file:` is a path that someone may mean.
  static func isAddress(_ path: String) -> Bool {
    let scheme = path.utf8.prefix { $0 != UInt8(ascii: ":") }
    return scheme.count > 1 && !scheme.elementsEqual("file".utf8)
      && path.utf8.dropFirst(scheme.count).starts(with: "://".utf8)
      && scheme.allSatisfy { !"/.~".utf8.contains($0) }
  }

  /// Nil for a path without one.
  init?(_ path: String) {
    let first = path.first
    if first == "~" {
      (message, help) = (
        "begins with '~', which is not expanded", "write \"${env:HOME}/…\", with the quotes"
      )
    } else if let name = Self.variable(in: path) {
      (message, help) = (
        "has '$\(name)' in it, which is not expanded",
        "write ${env:\(name)}, and the whole value in quotes"
      )
    } else if path.hasPrefix("file:") {
      (message, help) = (
        "begins with 'file:', which has no special meaning here", "write the path alone"
      )
    } else if path == ":memory:" {
      (message, help) = (
        "is ':memory:', which is a file of that name here", "a database must be in a file"
      )
    } else if Self.hasDrive(path) || path.contains("\\") {
      (message, help) = (
        "is written as on Windows, and is one name here", "put '/' between folders"
      )
    } else if let first, "\"'".contains(first), path.count > 1, path.last == first {
      (message, help) = (
        "has quotation marks in it", "they may come from a file of variables: remove them there"
      )
    } else if first == " " || path.last == " " {
      (message, help) = (
        "begins or ends with a space", "remove it, unless the folder's name has it"
      )
    } else {
      return nil
    }
  }

  /// The name of what a shell would take for a variable.
  private static func variable(in path: String) -> String? {
    guard let mark = path.firstIndex(of: "$") else { return nil }
    let name = path[path.index(after: mark)...].variableNamePrefix
    return name.isEmpty ? nil : String(name)
  }

  private static func hasDrive(_ path: String) -> Bool {
    let start = path.prefix(3)
    return start.count == 3 && start.first?.isLetter == true && start.dropFirst().first == ":"
      && (start.last == "\\" || start.last == "/")
  }
}

extension Unicode.Scalar {
  /// Whether this is a control character of ASCII or Latin-1, or a line or paragraph separator.
  fileprivate var isControl: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
