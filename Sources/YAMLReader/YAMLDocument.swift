public import Diagnostics
public import Settings

/// Reads a YAML file into located values.
///
/// It takes what a person would write by hand: one document in UTF-8, keys that are single values,
/// anchors, aliases and merge keys; tags are refused, and every limit of ``YAMLLimits`` holds. No
/// type is guessed: a value is its text.
public enum YAMLDocument {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The root of the file's document; nil exactly when an error was added to `findings`.
  ///
  /// What an alias puts in is, for every finding, where the alias is. A repeated key is
  /// still in the tree. Reading goes on after a refused tag, key, alias or merge, so that all of
  /// them are reported at once, and ends at the first error of syntax or limit.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - file: the file's name as the user gave it: what spans carry.
  ///   - limits: how much the file may hold.
  ///   - findings: where problems are reported.
  public static func read(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = .standard, findings: inout Findings
  ) -> Node? {
    if let excess = limits.excess(of: bytes) {
      findings.add(.overLimit(excess, at: .top(of: file)))
      return nil
    }
    let content = content(of: bytes)
    do throws(Diagnostic) {
      try SourceCheck(file: file).check(content)
    } catch {
      findings.add(error)
      return nil
    }
    var composer = Composer(EventStream(content, file: file), file: file, limits: limits)
    var root: Node?
    do throws(Diagnostic) {
      root = try composer.compose()
    } catch {
      findings.add(error)
    }
    findings.add(contentsOf: composer.findings.sorted)
    return composer.findings.hasErrors ? nil : root
  }

  /// The bytes after a byte order mark.
  static func content(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.dropFirst(bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
  }
}

extension SourceSpan {
  /// The first character of a file, for what concerns the whole of it.
  static func top(of file: String) -> SourceSpan {
    let start = SourcePosition(line: 1, column: 1)
    return SourceSpan(file: file, start: start, end: start)
  }
}

extension Diagnostic {
  /// The refusal of a file that goes beyond a limit; the message names the limit and its number.
  static func overLimit(_ message: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(id: .yamlLimit, message, at: span, help: "make the file smaller or flatter")
  }
}
