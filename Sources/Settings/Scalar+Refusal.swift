public import Diagnostics

extension Scalar {
  /// The finding that the value is not what it must be. A value from outside is named and never quoted: it
  /// may be a secret.
  ///
  /// - Parameters:
  ///   - name: what it must be, with an article.
  ///   - help: how to write one.
  public func refusal(
    as name: String, id: FindingID = .settingsType, at span: SourceSpan, help: String
  ) -> Diagnostic {
    guard let source = outsideName else {
      return Diagnostic(
        id: id, "'\(written)' is not \(name)", at: span,
        help: shellVariable.map { "did you mean ${env:\($0)}?" } ?? help)
    }
    guard !text.isEmpty else {
      return Diagnostic(id: id, "\(source.subject) is empty", at: span, help: source.help)
    }
    let count = text.count == 1 ? "1 character" : "\(text.count) characters"
    return Diagnostic(
      id: id, "the value of \(source.subject) (\(count)) is not \(name)", at: span, help: help)
  }

  /// What the whole value comes from; nil for one that is in the file, in part or as a whole.
  private var outsideName: (subject: String, help: String)? {
    guard isFromOutside, written.hasPrefix("${"), written.hasSuffix("}"),
      written.dropFirst(2).dropLast().firstIndex(of: "}") == nil,
      let colon = written.firstIndex(of: ":")
    else { return nil }
    let kind = written[written.index(written.startIndex, offsetBy: 2)..<colon]
    let rest = written[written.index(after: colon)...].dropLast()
    switch kind {
    case "env":
      let name = rest.firstRange(of: ":-").map { String(rest[..<$0.lowerBound]) } ?? String(rest)
      return (name, "give \(name) a value, or write what it falls back to: ${env:\(name):-value}")
    case "file": return ("the file '\(rest)'", "write the value into the file")
    case "param": return ("parameter '\(rest)'", "give it a value with --param \(rest)=value")
    default: return nil
    }
  }

  /// The variable that a shell would put in the place of the whole value.
  private var shellVariable: String? {
    guard written.first == "$", written.dropFirst().first != "{" else { return nil }
    let name = written.dropFirst()
    return name.isVariableName ? String(name) : nil
  }
}

extension StringProtocol {
  /// Whether a text is the name of an environment variable, as POSIX has them: letters, digits and
  /// underscores of ASCII, no digit first.
  public var isVariableName: Bool { !isEmpty && variableNamePrefix.endIndex == endIndex }

  /// The longest such name that the text begins with; empty where there is none.
  var variableNamePrefix: SubSequence {
    let name = prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    return name.first?.isNumber == true ? prefix(0) : name
  }
}
