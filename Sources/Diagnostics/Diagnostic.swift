/// One thing to report to a person about a file they wrote: a finding.
///
/// A message is lower case, has no full stop and quotes the value at fault; `help` says what to do.
public struct Diagnostic: Error, Hashable, Sendable {
  /// How much a finding matters.
  public enum Severity: String, Hashable, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, and a person should look.
    case warning
  }

  /// A second place that explains a finding, such as the first of two definitions.
  public struct Note: Hashable, Sendable {
    /// What the place has to do with the finding.
    public let message: String
    /// The place.
    public let span: SourceSpan

    /// Creates a note on `span`.
    public init(_ message: String, at span: SourceSpan) {
      self.message = message
      self.span = span
    }
  }

  /// How much the finding matters.
  public let severity: Severity
  /// The name of the kind of finding.
  public let id: String
  /// What is wrong, in the user's words.
  public let message: String
  /// Where; nil only when the finding is about no place, such as a file that cannot be read.
  public let span: SourceSpan?
  /// What to do about it.
  public let help: String?
  /// Other places that explain the finding.
  public let notes: [Note]

  /// Creates a finding.
  public init(
    _ severity: Severity = .error, id: FindingID, _ message: String, at span: SourceSpan?,
    help: String? = nil, notes: [Note] = []
  ) {
    self.init(severity, named: id.name, message, at: span, help: help, notes: notes)
  }

  private init(
    _ severity: Severity, named id: String, _ message: String, at span: SourceSpan?,
    help: String?, notes: [Note]
  ) {
    self.severity = severity
    self.id = id
    self.message = message
    self.span = span
    self.help = help
    self.notes = notes
  }

  /// The finding with each of its texts changed, such as to hide a part of it.
  public func rewording(_ reword: (_ text: String, _ span: SourceSpan?) -> String) -> Diagnostic {
    Diagnostic(
      severity, named: id, reword(message, span), at: span, help: help.map { reword($0, span) },
      notes: notes.map { Note(reword($0.message, $0.span), at: $0.span) })
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The finding on one line: `file:line:column: severity: message [id]`.
  public var description: String {
    let place = span.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? ""
    return "\(place)\(severity.rawValue): \(message) [\(id)]"
  }
}
